package io.sluice.processor;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.schema.IncompatibleSchemaException;
import org.junit.jupiter.api.Test;

class RefusedSchemaTest {
  private static final IncompatibleSchemaException REFUSED =
      new IncompatibleSchemaException("user.created", "no default", "first_name", null);

  @Test
  void confluentsApi_isToldWhereItIsAllThereIs() {
    assertThat(RefusedSchema.told(REFUSED, "http://one:8081,http://two:8081"))
        .isEqualTo(
            "subject user.created, field first_name: the schema is refused: no default; if the"
                + " change is meant, and an Upcaster reads the old events, set the compatibility of"
                + " subject user.created to NONE and start again: curl -X PUT -H 'Content-Type:"
                + " application/json' -d '{\"compatibility\":\"NONE\"}'"
                + " 'http://one:8081/config/user.created'");
  }

  @Test
  void apicuriosOwnApi_isToldBehindItsConfluentApi() {
    assertThat(RefusedSchema.told(REFUSED, "http://one:8081/apis/ccompat/v7"))
        .endsWith(
            "-d '{\"ruleType\":\"COMPATIBILITY\",\"config\":\"NONE\"}'"
                + " 'http://one:8081/apis/registry/v3/groups/default/artifacts/user.created/rules'");
  }
}
