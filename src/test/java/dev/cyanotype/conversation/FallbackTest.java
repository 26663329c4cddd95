package dev.cyanotype.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;

import dev.cyanotype.SseBody;
import dev.cyanotype.TestingUpstream;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// `cyanotype.llm.fallback=builtin`: the built-in provider answers where the model does not begin
/// to.
@QuarkusTest
@TestProfile(FallbackTest.ToBuiltin.class)
@WithTestResource(TestingUpstream.class)
class FallbackTest {

  public static class ToBuiltin implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("cyanotype.llm.fallback", "builtin");
    }
  }

  @TestHTTPResource URI base;

  private SseBody chat(String message) {
    return SseBody.post(
        base.resolve("/api/v1/conversation/chat-stream"), "{\"message\":\"" + message + "\"}");
  }

  @Test
  void modelThatFailsBeforeItsFirstTokenIsReplaced() {
    SseBody body = chat("scenario:failing what is a load balancer?");

    assertThat(body.types().subList(0, 2)).containsExactly("intent", "warning");
    assertThat(body.data("warning"))
        .singleElement()
        .asString()
        .contains("(503)")
        .contains("The builtin provider answers instead.");
    assertThat(body.text()).isNotBlank();
    assertThat(body.done()).isEqualTo("complete");
  }

  @Test
  void modelThatFailsAfterItsFirstTokenIsNotReplaced() {
    SseBody body = chat("scenario:cut what is a load balancer?");

    assertThat(body.types()).containsExactly("intent", "text", "usage", "error", "done");
    assertThat(body.done()).isEqualTo("error");
  }

  @Test
  void answerInOnePieceSaysWhoGaveIt() {
    RestAssured.given()
        .contentType("application/json")
        .body("{\"message\":\"scenario:failing what is a load balancer?\"}")
        .post("/api/v1/conversation/chat")
        .then()
        .statusCode(200)
        .body("provider", is("builtin"))
        .body("warnings", hasItem(containsString("(503)")));
  }
}
