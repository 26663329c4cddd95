package dev.cyanotype.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyanotype.blueprint.validation.Mutations;
import dev.cyanotype.blueprint.validation.Mutations.Mutant;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Whatever a blueprint looks like, each operation on it ends soon and with an answer that is not
/// the service's fault.
@QuarkusTest
class MutatedBlueprintsTest {

  private static final int COUNT = 500;
  private static final Duration SOON = Duration.ofSeconds(5);
  private static final List<String> FORMATS =
      List.of("compose", "kubernetes", "terraform", "mermaid", "dot", "yaml", "json");

  private final HttpClient http = HttpClient.newHttpClient();
  private final Map<Integer, Integer> statuses = new TreeMap<>();

  @TestHTTPResource("/api/v1/blueprints/")
  URI blueprints;

  @Test
  void noneIsAFaultOfTheService() {
    int number = 0;
    for (Mutant mutant : Mutations.first(COUNT).toList()) {
      String id = stored(mutant);
      if (id != null) {
        used(id, FORMATS.get(number++ % FORMATS.size()));
      }
    }
    assertThat(statuses.keySet()).isSubsetOf(200, 201, 204, 400, 422);
    assertThat(statuses.get(201)).isBetween(50, COUNT - 50);
  }

  private String stored(Mutant mutant) {
    String type = mutant.isYaml() ? "application/yaml" : "application/json";
    HttpResponse<String> answer = send("POST", "", mutant.body(), type);
    return answer.statusCode() == 201 ? new JsonObject(answer.body()).getString("id") : null;
  }

  private void used(String id, String format) {
    send("GET", id + "/cost", "", "");
    send("GET", id + "/audit", "", "");
    send("GET", id + "/export?format=" + format, "", "");
    send("POST", id + "/plan?engine=fake", "", "");
    send("DELETE", id, "", "");
  }

  private HttpResponse<String> send(String method, String path, String body, String type) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(blueprints.resolve(path))
            .timeout(SOON)
            .method(method, BodyPublishers.ofString(body));
    if (!type.isEmpty()) {
      request.header("Content-Type", type);
    }
    HttpResponse<String> answer =
        http.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString()).join();
    assertThat(answer.statusCode())
        .as("%s %s of %s: %s", method, path, body, answer.body())
        .isLessThan(500);
    statuses.merge(answer.statusCode(), 1, Integer::sum);
    return answer;
  }
}
