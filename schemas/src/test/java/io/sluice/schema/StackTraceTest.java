package io.sluice.schema;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StackTraceTest {

  @Test
  void ownFrame_isTheFirstThatIsNoLibrarys() {
    assertThat(
            own(
                """
                java.lang.IllegalStateException: at first sight (nothing)
                \tat java.base/java.util.Objects.requireNonNull(Objects.java:233)
                \tat org.springframework.mail.Sender.send(Sender.java:1)
                \tat app//com.shop.Mail.lambda$send$3(Mail.java:12)
                \tat com.shop.Mail.all(Mail.java:40)
                \tat io.sluice.processor.dispatch.WorkerPool.run(WorkerPool.java:9)
                """))
        .isEqualTo("com.shop.Mail.lambda$send$3(Mail.java:12)");
  }

  @Test
  void ownFrame_ofTheExceptionGoesBeforeThatOfItsCause() {
    assertThat(
            own(
                """
                shop.A: a
                \tat shop.Outer.run(Outer.java:1)
                \tSuppressed: shop.S: s
                \t\tat shop.Closing.close(Closing.java:1)
                Caused by: shop.B: b
                \tat shop.Inner.run(Inner.java:1)
                """))
        .isEqualTo("shop.Outer.run(Outer.java:1)");
    assertThat(
            own(
                """
                org.springframework.kafka.listener.ListenerExecutionFailedException: Listener failed
                \tat org.springframework.kafka.listener.Adapter.invoke(Adapter.java:1)
                \tSuppressed: org.springframework.Restored: here
                \t\tat shop.Suppressed.run(Suppressed.java:1)
                Caused by: shop.B: b
                \tat shop.Inner.run(Inner.java:1)
                \t... 12 more
                """))
        .isEqualTo("shop.Inner.run(Inner.java:1)");
  }

  @Test
  void ownFrame_whereAllAreLibraries_isTheFirst() {
    assertThat(own("x\n\tat java.base/java.lang.A.b(A.java:1)\n\tat org.apache.C.d(C.java:2)\n"))
        .isEqualTo("java.lang.A.b(A.java:1)");
    assertThat(StackTrace.parse(null).ownFrame()).isEmpty();
    assertThat(StackTrace.parse("no frames here").ownFrame()).isEmpty();
  }

  @Test
  void aLineThatIsCutOff_isNoFrame() {
    assertThat(StackTrace.parse("x\n\tat shop.Mail.send(Mail.ja…").ownFrame()).isEmpty();
    assertThat(StackTrace.parse("x\n\tat shop.Ma…").ownFrame()).isEmpty();
  }

  @Test
  void generatedCode_isPassedOver() {
    assertThat(
            own(
                """
                x
                \tat shop.Mail$$SpringCGLIB$$0.send(<generated>)
                \tat jdk.proxy2/jdk.proxy2.$Proxy34.send(Unknown Source)
                \tat shop.Mail$$Lambda$14/0x0000000800c03000.run(Unknown Source)
                \tat shop.Mail.send(Mail.java:7)
                """))
        .isEqualTo("shop.Mail.send(Mail.java:7)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          at shop.Mail.send(Mail.java:7)                         | shop.Mail.send
          at app//shop.Mail.lambda$send$12(Mail.java)            | shop.Mail.lambda$send
          at app/mail@1.2/shop.Mail$1.run(Mail.java:9)           | shop.Mail.run
          at shop.Mail$$SpringCGLIB$$0.send(<generated>)         | shop.Mail.send
          at shop.Mail$$EnhancerBySpringCGLIB$$1a2b.send(<x>)    | shop.Mail.send
          at shop.Mail$$Lambda/0x00007f0e10.run(Unknown Source)  | shop.Mail.run
          at shop.Mail$$Lambda$14/123456.run(Unknown Source)     | shop.Mail.run
          at shop.v2.OAuth2.<init>(OAuth2.java:1)                | shop.v2.OAuth2.<init>
          at shop.Mail.send(Mail.java:7) ~[mail.jar:1.0]         | shop.Mail.send
          at shop.Mail.access$000(Mail.java:7)                   | shop.Mail.access
          """)
  void stable_leavesOutWhatChanges(String line, String stable) {
    assertThat(StackFrame.parse(line)).get().extracting(StackFrame::stable).isEqualTo(stable);
  }

  @ParameterizedTest
  @CsvSource({
    "io.sluice.processor.topology.Judge,true",
    "io.sluice.examples.mail.WelcomeEmail,false",
    "java.lang.String,true",
    "com.shop.Mail,false",
    "com.sunshine.Mail,false",
    "Mail,false"
  })
  void knownLibraries(String className, boolean known) {
    assertThat(KnownLibraries.contain(className)).isEqualTo(known);
  }

  private static String own(String text) {
    return StackTrace.parse(text).ownFrame().orElseThrow().toString();
  }
}
