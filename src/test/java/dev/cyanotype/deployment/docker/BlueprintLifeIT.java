package dev.cyanotype.deployment.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cyanotype.ServiceProcess;
import dev.cyanotype.SseBody;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/// A blueprint from the words that ask for it until nothing of it is left, through the packaged
/// program and a real Docker daemon.
@EnabledIf(
    value = "dev.cyanotype.deployment.docker.TestingDocker#isThere",
    disabledReason = "No daemon answers at DOCKER_HOST, or there is no /bin/busybox")
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(TestingDocker.IMAGE)
class BlueprintLifeIT {

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final List<String> FORMATS =
      List.of("compose", "kubernetes", "terraform", "mermaid", "dot", "yaml", "json");
  private static final Set<String> CONTAINERS = Set.of("database", "web-server", "load-balancer");

  private final HttpClient http = HttpClient.newHttpClient();

  @TempDir Path data;
  private ServiceProcess service;
  private String id;

  @BeforeAll
  static void importImage() throws IOException {
    TestingDocker.importImage();
  }

  @BeforeEach
  void start() throws IOException {
    service = started();
  }

  /// Short of patience with BusyBox, which does not end by itself when it is asked to.
  private ServiceProcess started() throws IOException {
    return ServiceProcess.start(
        Map.of("CYANOTYPE_SECRETS_DATABASE_PASSWORD", "open-sesame"),
        "cyanotype.data-dir=" + data,
        "cyanotype.deployment.lease=2s",
        "cyanotype.deployment.docker.stop-timeout=0s",
        "cyanotype.deployment.docker.start-period=0s");
  }

  @AfterEach
  void clean() {
    service.close();
    if (id != null) {
      TestingDocker.deleteAll(TestingDocker.engine(), id);
    }
  }

  @Test
  void fromWordsToNothing() throws IOException {
    int port = freePort();
    JsonObject blueprint = runnable(generated("a simple website on docker"), port);
    id = stored(blueprint);
    isLookedAt();

    JsonObject plan = post("/api/v1/blueprints/" + id + "/plan", null, 200);
    assertThat(plan.getBoolean("simulated")).isFalse();
    assertThat(actions(plan)).containsOnly("create");

    deployedWithEvents();
    assertThat(get("http://127.0.0.1:" + port + "/").body()).isEqualTo("it works");
    assertThat(json(get("/api/v1/blueprints/" + id + "/drift")).getBoolean("in_sync")).isTrue();

    aChangeByHandIsDrift();
    JsonObject changed = changedAndPlanned();
    ended(deploy(), "succeeded");
    assertThat(memoryOfWebServers()).containsExactly(192L << 20, 192L << 20, 192L << 20);
    assertThat(get("http://127.0.0.1:" + port + "/").body()).isEqualTo("it works");

    String newest = latest().getString("id");
    ended(post("/api/v1/deployments/" + newest + "/rollback", null, 202), "succeeded");
    assertThat(memoryOfWebServers()).containsExactly(128L << 20, 128L << 20);
    assertThat(changed.getInteger("version")).isEqualTo(2);

    isRemoved();
    everythingIsOnRecord();
    nothingIsLeftOpen();
  }

  @Test
  void killedInTheMiddleNothingIsLostOrDoubled() throws IOException {
    JsonObject blueprint = runnable(generated("a simple website on docker"), freePort());
    specs(blueprint, "database").getJsonObject("health_check").put("interval", "5s");
    id = stored(blueprint);
    String deployment = deploy().getString("id");
    await()
        .atMost(PATIENCE)
        .until(() -> containers().stream().anyMatch(name -> name.contains("database")));
    service.process().destroyForcibly().onExit().join();
    assertThat(containers()).hasSizeLessThan(4);

    service = started();
    JsonObject ended = ended(deployment, "succeeded");

    assertThat(ended.getInteger("resumed")).isEqualTo(1);
    assertThat(containers()).hasSize(4).doesNotHaveDuplicates();
    assertThat(json(get("/api/v1/blueprints/" + id + "/drift")).getBoolean("in_sync")).isTrue();
    isRemoved();
    nothingIsLeftOpen();
  }

  private JsonObject generated(String words) {
    JsonObject answer =
        post(
            "/api/v1/conversation/generate-blueprint",
            new JsonObject().put("description", words),
            200);
    return answer.getJsonObject("blueprint");
  }

  /// With an image that there is without a registry, on a machine of any size, at a free port.
  private static JsonObject runnable(JsonObject blueprint, int port) {
    for (Object one : blueprint.getJsonArray("resources")) {
      JsonObject resource = (JsonObject) one;
      JsonObject specs = resource.getJsonObject("specs");
      if (CONTAINERS.contains(resource.getString("name"))) {
        specs.put("image", TestingDocker.IMAGE).put("cpu", 0.5).put("memory", "128MB");
        specs.put("health_check", check("web-server".equals(resource.getString("name"))));
      }
      if ("load-balancer".equals(resource.getString("name"))) {
        specs.put("ports", JsonArray.of(port + ":8080"));
      }
    }
    return blueprint;
  }

  private static JsonObject specs(JsonObject blueprint, String name) {
    return blueprint.getJsonArray("resources").stream()
        .map(JsonObject.class::cast)
        .filter(resource -> resource.getString("name").equals(name))
        .map(resource -> resource.getJsonObject("specs"))
        .findFirst()
        .orElseThrow();
  }

  private static JsonObject check(boolean http) {
    JsonObject check =
        http
            ? new JsonObject().put("type", "http").put("path", "/").put("port", 8080)
            : new JsonObject().put("type", "tcp").put("port", 8080);
    return check.put("interval", "1s").put("timeout", "3s").put("retries", 5);
  }

  private String stored(JsonObject blueprint) {
    HttpResponse<String> answer = send("POST", "/api/v1/blueprints/", blueprint, Map.of());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    String stored = json(answer).getString("id");
    assertThat(answer.headers().firstValue("Location").orElseThrow()).endsWith(stored);
    return stored;
  }

  private void isLookedAt() {
    String path = "/api/v1/blueprints/" + id;
    assertThat(json(get(path + "/cost")).encode()).contains("\"currency\"", "web-server");
    assertThat(json(get(path + "/audit")).getJsonArray("findings")).isNotEmpty();
    for (String format : FORMATS) {
      HttpResponse<String> export = get(path + "/export?format=" + format);
      assertThat(export.statusCode()).as(format).isEqualTo(200);
      assertThat(export.body()).as(format).contains("web");
    }
  }

  private void deployedWithEvents() {
    HttpRequest request =
        HttpRequest.newBuilder(uri("/api/v1/blueprints/" + id + "/deploy"))
            .header("Accept", "text/event-stream")
            .POST(BodyPublishers.noBody())
            .build();
    SseBody events = SseBody.send(request).isFramedExactly();
    assertThat(events.done()).as(events.response().body()).isEqualTo("complete");
    assertThat(events.types().getFirst()).isEqualTo("plan");
    Set<String> done =
        events
            .data("resource")
            .map(JsonObject.class::cast)
            .filter(event -> event.getString("state").equals("done"))
            .map(event -> event.getString("name"))
            .collect(Collectors.toSet());
    assertThat(done).containsAll(CONTAINERS);
    assertThat(containers()).hasSize(4);
  }

  private void aChangeByHandIsDrift() {
    String stopped =
        containers().stream().filter(name -> name.contains("load-balancer")).findFirst().get();
    TestingDocker.api().post("/containers/" + stopped + "/stop?t=0", null);
    JsonObject drift = json(get("/api/v1/blueprints/" + id + "/drift"));
    assertThat(drift.getBoolean("in_sync")).isFalse();
    assertThat(drift.getJsonArray("resources").getJsonObject(0).getString("name"))
        .isEqualTo("load-balancer");
  }

  private JsonObject changedAndPlanned() {
    HttpResponse<String> current = get("/api/v1/blueprints/" + id);
    JsonObject wrapper = json(current);
    specs(wrapper.getJsonObject("blueprint"), "web-server")
        .put("memory", "192MB")
        .put("replicas", 3);
    Map<String, String> match = Map.of("If-Match", current.headers().firstValue("ETag").get());
    HttpResponse<String> updated = send("PUT", "/api/v1/blueprints/" + id, wrapper, match);
    assertThat(updated.statusCode()).as(updated.body()).isEqualTo(200);
    assertThat(send("PUT", "/api/v1/blueprints/" + id, wrapper, match).statusCode()).isEqualTo(412);

    JsonObject plan = post("/api/v1/blueprints/" + id + "/plan", null, 200);
    assertThat(step(plan, "web-server").getString("action")).isIn("update", "replace");
    assertThat(step(plan, "web-server").getJsonArray("changes").encode()).contains("memory");
    assertThat(step(plan, "database").getString("action")).isEqualTo("unchanged");
    assertThat(step(plan, "load-balancer").getString("action")).isEqualTo("update");
    return json(updated);
  }

  private void isRemoved() {
    assertThat(send("DELETE", "/api/v1/blueprints/" + id, null, Map.of()).statusCode())
        .isEqualTo(409);
    ended(post("/api/v1/blueprints/" + id + "/destroy", null, 202), "succeeded");
    assertThat(TestingDocker.engine().actual(id)).isEmpty();
    assertThat(send("DELETE", "/api/v1/blueprints/" + id, null, Map.of()).statusCode())
        .isEqualTo(204);
  }

  private void everythingIsOnRecord() {
    String trail = get("/api/v1/audit?limit=200").body();
    assertThat(trail)
        .contains("blueprint.create", "blueprint.update", "blueprint.delete")
        .contains("deployment.deploy", "deployment.rollback", "deployment.destroy");
  }

  private void nothingIsLeftOpen() {
    await()
        .atMost(Duration.ofSeconds(5))
        .untilAsserted(
            () ->
                assertThat(get("/q/metrics").body())
                    .contains("cyanotype_deployments_running 0.0", "cyanotype_streams_live 0.0"));
  }

  private JsonObject deploy() {
    return post("/api/v1/blueprints/" + id + "/deploy", null, 202);
  }

  private JsonObject latest() {
    return json(get("/api/v1/deployments?limit=1&blueprint_id=" + id))
        .getJsonArray("deployments")
        .getJsonObject(0);
  }

  private JsonObject ended(JsonObject begun, String status) {
    return ended(begun.getString("id"), status);
  }

  private JsonObject ended(String deployment, String status) {
    JsonObject report =
        await()
            .atMost(PATIENCE)
            .until(
                () -> json(get("/api/v1/deployments/" + deployment)),
                one -> one.containsKey("ended_at"));
    assertThat(report.getString("status")).as(report.encodePrettily()).isEqualTo(status);
    return report;
  }

  private static List<String> actions(JsonObject plan) {
    return plan.getJsonArray("steps").stream()
        .map(step -> ((JsonObject) step).getString("action"))
        .toList();
  }

  private static JsonObject step(JsonObject plan, String name) {
    return plan.getJsonArray("steps").stream()
        .map(JsonObject.class::cast)
        .filter(step -> step.getString("name").equals(name))
        .findFirst()
        .orElseThrow();
  }

  /// Names of the blueprint's containers, running or not.
  private List<String> containers() {
    return TestingDocker.containers(id);
  }

  private List<Long> memoryOfWebServers() {
    return containers().stream()
        .filter(name -> name.contains("web-server"))
        .map(name -> TestingDocker.inspect(name).at("/HostConfig/Memory").asLong())
        .toList();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private URI uri(String path) {
    return path.startsWith("http") ? URI.create(path) : service.resolve(path);
  }

  private HttpResponse<String> get(String path) {
    return send("GET", path, null, Map.of());
  }

  private JsonObject post(String path, JsonObject body, int status) {
    HttpResponse<String> answer = send("POST", path, body, Map.of());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    return json(answer);
  }

  private HttpResponse<String> send(
      String method, String path, JsonObject body, Map<String, String> headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri(path))
            .timeout(PATIENCE)
            .method(
                method,
                body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.encode()));
    headers.forEach(request::header);
    if (body != null) {
      request.header("Content-Type", "application/json");
    }
    return http.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString()).join();
  }

  private static JsonObject json(HttpResponse<String> answer) {
    return new JsonObject(answer.body());
  }
}
