package dev.cyanotype.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cyanotype.RawHttp;
import dev.cyanotype.RawHttp.Answer;
import dev.cyanotype.ServiceProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// The packaged service and an issuer that is not there when it starts.
@Execution(ExecutionMode.CONCURRENT)
class TokensIT {

  private static final String CHAT = "/api/v1/conversation/chat";
  private static final byte[] BODY = "{\"message\":\"hello\"}".getBytes(StandardCharsets.UTF_8);

  @Test
  void serviceStartsBeforeItsIssuerAndFindsItByItself() throws IOException {
    TestingIssuer issuer = new TestingIssuer();
    issuer.start();
    issuer.isUp(false);
    try (ServiceProcess service =
        ServiceProcess.start(
            "cyanotype.api-keys=ann:ann-0123456789abcdef",
            "cyanotype.oidc.issuer=" + issuer.url(),
            "cyanotype.oidc.audience=" + TestingIssuer.AUDIENCE)) {
      RawHttp http = new RawHttp(service.resolve("/"));

      Answer unverifiable = chat(http, "Authorization: Bearer " + issuer.token("ann", "write"));
      assertThat(unverifiable.status()).isEqualTo(503);
      assertThat(unverifiable.header("Retry-After")).isPresent();
      assertThat(unverifiable.body()).contains("The issuer of the token does not answer");
      assertThat(chat(http, "X-API-Key: ann-0123456789abcdef").status()).isEqualTo(200);

      issuer.isUp(true);
      await()
          .atMost(Duration.ofSeconds(10))
          .until(
              () ->
                  chat(http, "Authorization: Bearer " + issuer.token("ann", "write")).status()
                      == 200);
      assertThat(chat(http, "Authorization: Bearer " + issuer.token("ann", "read")).status())
          .isEqualTo(403);
      assertThat(chat(http, "Authorization: Bearer e30.e30.e30").status()).isEqualTo(401);
    } finally {
      issuer.stop();
    }
  }

  private static Answer chat(RawHttp http, String header) {
    return http.send("POST", CHAT, List.of(header), BODY);
  }
}
