package io.sluice.replay;

import java.util.List;

/**
 * The letters that a run is to deal with, in its order.
 *
 * @param frontier knows them, and what lies between them
 * @param alreadyHandled letters passed by because an earlier run had dealt with them
 * @param notChosen letters passed by because the filter does not want them
 * @param mostReplays the most that one of them has come back before
 * @param stopped true when it was asked to stop before all were looked at
 */
record Selection(
    List<Chosen> letters,
    Frontier frontier,
    long alreadyHandled,
    long notChosen,
    int mostReplays,
    boolean stopped) {}
