package io.sluice.processor.topology;

import io.sluice.processor.parked.ParkedOrder;

/** An operator's word about the parked events of a key. */
record Order(Key key, ParkedOrder word) {}
