package dev.cyanotype.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyanotype.SseBody;
import dev.cyanotype.TestingUpstream;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Intents asked of the model, with `cyanotype.intent.mode=model`.
@QuarkusTest
@TestProfile(ModelIntentTest.ByModel.class)
@WithTestResource(TestingUpstream.class)
class ModelIntentTest {

  public static class ByModel implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("cyanotype.intent.mode", "model");
    }
  }

  @TestHTTPResource URI base;

  private JsonObject intentOf(String message) {
    SseBody body =
        SseBody.post(
            base.resolve("/api/v1/conversation/chat-stream"),
            new JsonObject().put("message", message).encode());
    assertThat(body.types()).startsWith("intent").endsWith("done");
    return (JsonObject) body.data("intent").findFirst().orElseThrow();
  }

  @Test
  void modelsIntentIsTold() {
    JsonObject intent = intentOf("scenario:intent-rollback what a lovely day");

    assertThat(intent.getString("intent")).isEqualTo("rollback");
    assertThat(intent.getDouble("confidence")).isEqualTo(0.75);
  }

  @Test
  void classifierSaysItWhereTheModelDoesNot() {
    JsonObject intent = intentOf("scenario:hello which templates do you have?");

    assertThat(intent.getString("intent")).isEqualTo("list_templates");
  }
}
