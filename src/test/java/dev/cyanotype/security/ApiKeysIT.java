package dev.cyanotype.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cyanotype.RawHttp;
import dev.cyanotype.ServiceProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// Keys and limits of the packaged service.
@Execution(ExecutionMode.CONCURRENT)
class ApiKeysIT {

  private static final String CHAT = "/api/v1/conversation/chat";
  private static final byte[] BODY = "{\"message\":\"hello\"}".getBytes(StandardCharsets.UTF_8);

  @Test
  void keysOpenAndLimitsHold() throws IOException {
    try (ServiceProcess service =
        ServiceProcess.start(
            "cyanotype.api-keys=ann:ann-0123456789abcdef,bob:read:bob-0123456789abcdef",
            "cyanotype.ratelimit.requests-per-minute=1000",
            "cyanotype.ratelimit.keys.ann.requests-per-minute=1",
            "cyanotype.ratelimit.concurrent=5")) {
      RawHttp http = new RawHttp(service.resolve("/"));

      assertThat(http.send("POST", CHAT, List.of(), BODY).status()).isEqualTo(401);
      assertThat(status(http, "bob-0123456789abcdef")).isEqualTo(403);
      assertThat(status(http, "ann-0123456789abcdef")).isEqualTo(200);
      RawHttp.Answer refused =
          http.send("POST", CHAT, List.of("X-API-Key: ann-0123456789abcdef"), BODY);
      assertThat(refused.status()).isEqualTo(429);
      assertThat(refused.header("RateLimit").orElseThrow()).startsWith("\"requests\";r=0;t=");
      assertThat(refused.body()).contains("\"title\":\"Too Many Requests\"");
    }
  }

  private static int status(RawHttp http, String key) {
    return http.send("POST", CHAT, List.of("X-API-Key: " + key), BODY).status();
  }

  @Test
  void serviceDoesNotStartWithKeysItCannotRead() {
    assertThatThrownBy(
            () -> ServiceProcess.start("cyanotype.api-keys=ann:ann-0123456789abcdef,bob:hunter2"))
        .hasMessageContaining("cyanotype.api-keys: entry 2 wants a secret of 16 to 512")
        .message()
        .doesNotContain("hunter2", "ann-0123");
  }
}
