package dev.cyanotype.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cyanotype.ServiceProcess;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// A deployment outlives the service that makes it.
@Execution(ExecutionMode.CONCURRENT)
class CrashIT {

  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir Path data;

  private ServiceProcess start(String... more) throws IOException {
    return ServiceProcess.start(
        Stream.concat(
                Stream.of("cyanotype.data-dir=" + data, "cyanotype.deployment.lease=2s"),
                Stream.of(more))
            .toArray(String[]::new));
  }

  @Test
  void killedServiceGoesOnWhereItWas() throws Exception {
    String deployment;
    String blueprint;
    try (ServiceProcess service = start("cyanotype.deployment.fake.delay=500ms")) {
      blueprint = stored(service, chain(6));
      deployment = begun(service, blueprint);
      await()
          .atMost(LONG)
          .until(
              () ->
                  state(service, deployment, "r1").equals("done")
                      && state(service, deployment, "r2").equals("started"));
    } // kill -9

    try (ServiceProcess service = start()) {
      JsonObject end = ended(service, deployment);

      assertThat(end.getString("status")).isEqualTo("succeeded");
      assertThat(end.getInteger("resumed")).isEqualTo(1);
      assertThat(steps(end))
          .hasSize(6)
          .allSatisfy(step -> assertThat(step.getString("state")).isEqualTo("done"));
      JsonObject plan = json(post(service, "/api/v1/blueprints/" + blueprint + "/plan", "{}"));
      assertThat(plan.getJsonObject("summary").getInteger("unchanged")).isEqualTo(6);
      assertThat(plan.getBoolean("changes")).isFalse();
      String events = events(service, deployment);
      assertThat(events)
          .contains("Goes on after an interruption", "Found: r2 is there, but not as wanted")
          .doesNotContain("Found: r0")
          .endsWith("data: {\"type\":\"done\",\"data\":\"complete\"}\n\n");
      assertThat(times(events, "\"name\":\"r0\",\"action\":\"create\",\"state\":\"done\""))
          .isEqualTo(1);
      assertThat(get(service, "/q/metrics").body()).contains("cyanotype_deployments_running 0.0");
    }
  }

  @Test
  void killedRollbackGoesOnBackwards() throws Exception {
    String deployment;
    String blueprint;
    try (ServiceProcess service = start()) {
      blueprint =
          stored(
              service,
              TestingBlueprints.json(
                  TestingBlueprints.resource("r0", Map.of("fake", Map.of("delay", "1s"))),
                  TestingBlueprints.resource("r1", Map.of("fake", Map.of("delay", "1s")), "r0"),
                  TestingBlueprints.resource(
                      "r2", Map.of("fake", Map.of("fail", "create")), "r1")));
      deployment = begun(service, blueprint);
      await()
          .atMost(LONG)
          .until(() -> report(service, deployment).getString("status").equals("rolling_back"));
    }

    try (ServiceProcess service = start()) {
      JsonObject end = ended(service, deployment);

      assertThat(end.getString("status")).isEqualTo("failed_rolled_back");
      assertThat(steps(end))
          .hasSize(3)
          .allSatisfy(step -> assertThat(step.getString("state")).isEqualTo("rolled_back"));
      JsonObject plan = json(post(service, "/api/v1/blueprints/" + blueprint + "/plan", "{}"));
      assertThat(plan.getJsonObject("summary").getInteger("create")).isEqualTo(3);
    }
  }

  @Test
  void terminatedServiceLeavesADeploymentInOrder() throws Exception {
    String deployment;
    try (ServiceProcess service = start("cyanotype.deployment.fake.delay=500ms")) {
      deployment = begun(service, stored(service, chain(20)));
      await().atMost(LONG).until(() -> state(service, deployment, "r0").equals("done"));

      service.terminate();

      assertThat(service.process().waitFor(10, TimeUnit.SECONDS)).isTrue();
    }
    try (ServiceProcess service = start("cyanotype.deployment.fake.reachable=false")) {
      await()
          .atMost(LONG)
          .until(
              () -> {
                JsonObject report = report(service, deployment);
                return report.getString("status").equals("interrupted")
                    && report.getInteger("resumed") > 0;
              });
      awaitMetric(service, "cyanotype_deployments_interrupted{engine=\"fake\"} 1.0");
      service.terminate();
      assertThat(service.process().waitFor(10, TimeUnit.SECONDS)).isTrue();
    }
    try (ServiceProcess service = start()) {
      assertThat(ended(service, deployment).getString("status")).isEqualTo("succeeded");
      awaitMetric(service, "cyanotype_deployments_interrupted{engine=\"fake\"} 0.0");
    }
  }

  private static void awaitMetric(ServiceProcess service, String line) {
    await().atMost(LONG).until(() -> get(service, "/q/metrics").body().contains(line));
  }

  /// `r0`, and each of the others behind the one before.
  private static String chain(int length) {
    JsonObject[] resources = new JsonObject[length];
    for (int i = 0; i < length; i++) {
      String[] before = i == 0 ? new String[0] : new String[] {"r" + (i - 1)};
      resources[i] = TestingBlueprints.resource("r" + i, Map.of("memory", "1GB"), before);
    }
    return TestingBlueprints.json(resources);
  }

  private static String stored(ServiceProcess service, String blueprint) throws Exception {
    String location =
        post(service, "/api/v1/blueprints/", blueprint)
            .headers()
            .firstValue("Location")
            .orElseThrow();
    return location.substring(location.lastIndexOf('/') + 1);
  }

  private static String begun(ServiceProcess service, String blueprint) throws Exception {
    HttpResponse<String> answer =
        post(service, "/api/v1/blueprints/" + blueprint + "/deploy", "{}");
    assertThat(answer.statusCode()).isEqualTo(202);
    return json(answer).getString("id");
  }

  private static JsonObject report(ServiceProcess service, String deployment) throws Exception {
    return json(get(service, "/api/v1/deployments/" + deployment));
  }

  private static String state(ServiceProcess service, String deployment, String name)
      throws Exception {
    return steps(report(service, deployment)).stream()
        .filter(step -> step.getString("name").equals(name))
        .map(step -> step.getString("state"))
        .findFirst()
        .orElse("unknown");
  }

  private static List<JsonObject> steps(JsonObject deployment) {
    JsonArray steps = deployment.getJsonArray("steps");
    return steps.stream().map(JsonObject.class::cast).toList();
  }

  private static JsonObject ended(ServiceProcess service, String deployment) {
    return await()
        .atMost(LONG)
        .until(() -> report(service, deployment), report -> report.containsKey("ended_at"));
  }

  private static String events(ServiceProcess service, String deployment) throws Exception {
    return get(service, "/api/v1/deployments/" + deployment + "/events").body();
  }

  private static int times(String text, String part) {
    return text.split(java.util.regex.Pattern.quote(part), -1).length - 1;
  }

  private static JsonObject json(HttpResponse<String> answer) {
    return new JsonObject(answer.body());
  }

  private static HttpResponse<String> get(ServiceProcess service, String path) throws Exception {
    return send(HttpRequest.newBuilder(service.resolve(path)));
  }

  private static HttpResponse<String> post(ServiceProcess service, String path, String body)
      throws Exception {
    return send(
        HttpRequest.newBuilder(service.resolve(path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return CLIENT.send(request.timeout(LONG).build(), HttpResponse.BodyHandlers.ofString());
  }
}
