package dev.cyanotype.deployment.docker;

import static dev.cyanotype.deployment.docker.TestingDocker.blueprint;
import static dev.cyanotype.deployment.docker.TestingDocker.resource;
import static dev.cyanotype.deployment.docker.TestingDocker.service;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cyanotype.blueprint.Blueprint;
import dev.cyanotype.blueprint.Resource;
import dev.cyanotype.blueprint.ResourceType;
import dev.cyanotype.deployment.ActualResource;
import dev.cyanotype.deployment.EngineException;
import dev.cyanotype.deployment.Settings;
import dev.cyanotype.deployment.Target;
import dev.cyanotype.deployment.WantedResource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/// Against the daemon at `DOCKER_HOST`.
@EnabledIf(
    value = "dev.cyanotype.deployment.docker.TestingDocker#isThere",
    disabledReason = "No daemon answers at DOCKER_HOST, or there is no /bin/busybox")
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(TestingDocker.IMAGE)
class DockerEngineTest {

  private static final Duration SOON = Duration.ofSeconds(10);

  private final String id = UUID.randomUUID().toString();
  private final DockerApi api = TestingDocker.api();
  private DockerEngine engine = TestingDocker.engine();

  @BeforeAll
  static void importImage() throws IOException {
    TestingDocker.importImage();
  }

  @AfterAll
  static void removeImage() {
    TestingDocker.removeImage();
  }

  @AfterEach
  void leaveNothing() {
    TestingDocker.deleteAll(engine, id);
  }

  private Target target(Resource... resources) {
    return new Target(id, 1, blueprint("test", resources));
  }

  private void create(Target target) {
    for (WantedResource wanted : inOrder(target)) {
      engine.create(target, wanted, _ -> {});
    }
  }

  /// Networks and volumes first.
  private List<WantedResource> inOrder(Target target) {
    return engine.wanted(target).resources().stream()
        .sorted(java.util.Comparator.comparing(one -> isContainer(one.type())))
        .toList();
  }

  private static boolean isContainer(ResourceType type) {
    return type == ResourceType.SERVICE || type == ResourceType.COMPUTE;
  }

  private void update(Target target, String name) {
    engine.update(target, wanted(target, name), actual(name), _ -> {});
  }

  private WantedResource wanted(Target target, String name) {
    return engine.wanted(target).resources().stream()
        .filter(one -> one.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private ActualResource actual(String name) {
    return engine.actual(id).stream()
        .filter(one -> one.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private JsonNode inspect(String name) {
    return TestingDocker.inspect(actual(name).externalIds().getFirst());
  }

  private String failure(Target target) {
    EngineException failure = catchThrowableOfType(EngineException.class, () -> create(target));
    assertThat(failure.kind()).isEqualTo(EngineException.Kind.FAILED);
    return failure.getMessage();
  }

  private String name(String resource) {
    return "test-" + id.substring(0, 8) + "-" + resource;
  }

  private void stop(String name) {
    String container = actual(name).externalIds().getFirst();
    api.post("/containers/" + container + "/stop?t=0", null).orFail("stop");
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static String fetch(int port) throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/".formatted(port)))
                .timeout(SOON)
                .build(),
            BodyHandlers.ofString())
        .body();
  }

  @Test
  void limitsAreSet() {
    create(
        target(
            service(
                "web",
                Map.of(
                    "cpu",
                    0.5,
                    "memory",
                    "64MB",
                    "user",
                    "1000:1000",
                    "read_only",
                    true,
                    "env",
                    Map.of("MODE", "test"),
                    "restart",
                    "on-failure"))));

    JsonNode host = inspect("web").path("HostConfig");
    assertThat(host.path("NanoCpus").asLong()).isEqualTo(500_000_000L);
    assertThat(host.path("Memory").asLong()).isEqualTo(64L << 20);
    assertThat(host.path("ReadonlyRootfs").asBoolean()).isTrue();
    assertThat(host.path("RestartPolicy").path("Name").asText()).isEqualTo("on-failure");
    JsonNode config = inspect("web").path("Config");
    assertThat(config.path("User").asText()).isEqualTo("1000:1000");
    assertThat(config.path("Env").toString()).contains("MODE=test");
    assertThat(config.path("Labels").path("cyanotype.blueprint-id").asText()).isEqualTo(id);
    assertThat(inspect("web").path("Name").asText()).isEqualTo("/" + name("web-1"));
  }

  @Test
  void containersReachEachOtherByName() throws IOException {
    Resource network = resource(ResourceType.NETWORK, "inside", Map.of("internal", true));
    create(
        target(
            network,
            resource(ResourceType.NETWORK, "other", Map.of()),
            service("web", Map.of("network", "inside")),
            service("asking", Map.of("networks", List.of("other", "inside")), "web"),
            service("outside", Map.of())));

    assertThat(wget("asking", "web")).contains("it works");
    assertThat(wget("outside", "outside")).contains("it works");
    assertThat(wget("outside", "web")).doesNotContain("it works");
  }

  private String wget(String from, String host) throws IOException {
    String url = "http://%s:8080/".formatted(host);
    return TestingDocker.exec(
        actual(from).externalIds().getFirst(), "timeout", "3", "wget", "-q", "-O", "-", url);
  }

  @Test
  void publishedPortAnswersAndLastsThroughNewNetwork() throws Exception {
    int port = freePort();
    Resource web = service("web", Map.of("network", "inside", "ports", List.of(port + ":8080")));
    Resource stopped = service("stopped", Map.of("network", "inside"));
    create(target(resource(ResourceType.NETWORK, "inside", Map.of()), web, stopped));
    assertThat(fetch(port)).isEqualTo("it works");
    stop("stopped");
    Target changed =
        target(
            resource(ResourceType.NETWORK, "inside", Map.of("cidr", "10.231.77.0/24")),
            web,
            stopped);

    update(changed, "inside");
    update(changed, "stopped");

    assertThat(fetch(port)).isEqualTo("it works");
    assertThat(actual("inside").settings()).containsEntry("subnet", "10.231.77.0/24");
    assertThat(inspect("web").at("/NetworkSettings/Networks").toString()).contains("10.231.77.");
    assertThat(wget("stopped", "web")).contains("it works");
    assertThat(actual("web").settings()).isEqualTo(wanted(changed, "web").settings());
  }

  @Test
  void oldNetworkComesBackWhereNewOneCannotBe() throws IOException {
    Resource web = service("web", Map.of("network", "inside"));
    create(
        target(
            resource(ResourceType.NETWORK, "inside", Map.of("cidr", "10.231.78.0/24")),
            resource(ResourceType.NETWORK, "other", Map.of("cidr", "10.231.79.0/24")),
            web));
    Target clashing =
        target(resource(ResourceType.NETWORK, "inside", Map.of("cidr", "10.231.79.0/24")), web);

    assertThatExceptionOfType(EngineException.class)
        .isThrownBy(() -> update(clashing, "inside"))
        .withMessageContaining("10.231.79.0/24 overlaps");

    assertThat(actual("inside").settings()).containsEntry("subnet", "10.231.78.0/24");
    assertThat(wget("web", "web")).contains("it works");
  }

  @Test
  void healthyByHttp() {
    create(
        target(
            service(
                "web",
                Map.of("health_check", Map.of("type", "http", "port", 8080, "interval", "1s")))));

    assertThat(inspect("web").at("/State/Health/Status").asText()).isEqualTo("healthy");
  }

  @Test
  void failingHealthCheckIsToldWithWhatItWrote() {
    Target target =
        target(
            service(
                "web",
                Map.of(
                    "health_check",
                    Map.of(
                        "type", "command",
                        "command", "echo the disk is full; exit 1",
                        "interval", "1s",
                        "retries", 1))));

    assertThat(failure(target)).contains("health check fails", "the disk is full");
    assertThat(actual("web").state()).isEqualTo(ActualResource.State.UNHEALTHY);
  }

  @Test
  void exitIsToldWithTheEndOfTheLog() {
    Target target =
        target(
            service(
                "web",
                Map.of(
                    "command",
                    "yes filler | head -n 5000; echo no ${WORD} given; exit 7",
                    "env",
                    Map.of("DB_PASSWORD", "swordfish"))));
    engine = TestingDocker.engine(Map.of("WORD", "swordfish"));

    String told = failure(target);

    assertThat(told).contains("exited with code 7", "no *** given").doesNotContain("swordfish");
    assertThat(told.length()).isLessThan(2500);
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> assertThat(actual("web").state()).isEqualTo(ActualResource.State.STOPPED));
  }

  @Test
  void portInUseIsTold() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("0.0.0.0"))) {
      Target target =
          target(service("web", Map.of("ports", List.of(taken.getLocalPort() + ":8080"))));

      assertThat(failure(target)).contains("in use", "" + taken.getLocalPort());
    }
  }

  @Test
  void halfMadeIsFinished() throws IOException {
    Target target;
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("0.0.0.0"))) {
      target = target(service("web", Map.of("ports", List.of(taken.getLocalPort() + ":8080"))));
      failure(target);
    }
    String made = actual("web").externalIds().getFirst();
    assertThat(actual("web").state()).isEqualTo(ActualResource.State.STOPPED);

    create(target);

    assertThat(actual("web").state()).isEqualTo(ActualResource.State.RUNNING);
    assertThat(actual("web").externalIds()).containsExactly(made);
  }

  @Test
  void foreignContainerOfTheSameNameIsLeftAlone() {
    ObjectNode body = DockerApi.JSON.createObjectNode().put("Image", TestingDocker.IMAGE);
    String foreign =
        api.post("/containers/create?name=" + name("web-1"), body).body().path("Id").asText();
    try {
      assertThat(failure(target(service("web", Map.of())))).contains(name("web-1"), "did not make");
      assertThat(TestingDocker.inspect(foreign).path("Id").asText()).isEqualTo(foreign);
    } finally {
      api.delete("/containers/" + foreign + "?force=true");
    }
  }

  @Test
  void foreignVolumeOfTheSameNameIsLeftAlone() {
    ObjectNode body = DockerApi.JSON.createObjectNode().put("Name", name("data"));
    api.post("/volumes/create", body);
    try {
      assertThat(failure(target(resource(ResourceType.STORAGE, "data", Map.of()))))
          .contains(name("data"), "did not make");
    } finally {
      assertThat(api.delete("/volumes/" + name("data")).status()).isEqualTo(204);
    }
  }

  private static Resource[] withData(Map<String, Object> more) {
    Map<String, Object> specs = new java.util.HashMap<>(more);
    specs.put("volumes", List.of("data:/www/data"));
    return new Resource[] {resource(ResourceType.STORAGE, "data", Map.of()), service("web", specs)};
  }

  @Test
  void dataSurvivesChangesAndGoesWithItsResource() throws IOException {
    create(target(withData(Map.of())));
    String before = actual("web").externalIds().getFirst();
    TestingDocker.exec(before, "sh", "-c", "echo kept > /www/data/file");
    Target changed = target(withData(Map.of("env", Map.of("MODE", "new"))));

    update(changed, "web");

    String after = actual("web").externalIds().getFirst();
    assertThat(after).isNotEqualTo(before);
    assertThat(TestingDocker.exec(after, "cat", "/www/data/file")).contains("kept");
    TestingDocker.deleteAll(engine, id);
    assertThat(api.get("/volumes/" + name("data")).status()).isEqualTo(404);
  }

  @Test
  void oldContainerComesBackWhereTheNewOneDoesNotRun() throws IOException {
    create(target(withData(Map.of())));
    String before = actual("web").externalIds().getFirst();
    Target broken = target(withData(Map.of("command", List.of("/bin/sh", "-c", "exit 9"))));

    assertThatExceptionOfType(EngineException.class)
        .isThrownBy(() -> update(broken, "web"))
        .withMessageContaining("exited with code 9");

    ActualResource after = actual("web");
    assertThat(after.externalIds()).containsExactly(before);
    assertThat(after.state()).isEqualTo(ActualResource.State.RUNNING);
    assertThat(inspect("web").path("Name").asText()).isEqualTo("/" + name("web-1"));
  }

  @Test
  void whatAnotherInstanceMadeMeanwhileStays() {
    create(target(service("web", Map.of())));
    Target changed = target(service("web", Map.of("env", Map.of("MODE", "new"))));
    AtomicBoolean isFirst = new AtomicBoolean(true);

    assertThatExceptionOfType(EngineException.class)
        .isThrownBy(
            () ->
                engine.update(
                    changed,
                    wanted(changed, "web"),
                    actual("web"),
                    says -> {
                      if (says.startsWith("creating") && isFirst.getAndSet(false)) {
                        update(changed, "web");
                      }
                    }));

    assertThat(actual("web").settings()).isEqualTo(wanted(changed, "web").settings());
    assertThat(actual("web").state()).isEqualTo(ActualResource.State.RUNNING);
  }

  @Test
  void replacementThatBrokeOffIsTakenUp() {
    Target target = target(service("web", Map.of()));
    create(target);
    String old = actual("web").externalIds().getFirst();
    api.post("/containers/%s/rename?name=%s_old".formatted(old, name("web-1")), null)
        .orFail("rename");
    stop("web");
    update(target, "web");
    assertThat(inspect("web").path("Name").asText()).isEqualTo("/" + name("web-1"));
    assertThat(actual("web").externalIds()).containsExactly(old);

    Target changed = target(service("web", Map.of("env", Map.of("MODE", "new"))));
    api.post("/containers/%s/rename?name=%s_old".formatted(old, name("web-1")), null)
        .orFail("rename");
    ObjectNode half = DockerApi.JSON.createObjectNode().put("Image", TestingDocker.IMAGE);
    half.set("Labels", Labels.written(changed, part(changed, "web"), 1));
    api.post("/containers/create?name=" + name("web-1"), half).orFail("create");

    update(changed, "web");

    assertThat(actual("web").externalIds()).hasSize(1).doesNotContain(old);
    assertThat(actual("web").settings()).isEqualTo(wanted(changed, "web").settings());
    assertThat(actual("web").state()).isEqualTo(ActualResource.State.RUNNING);
  }

  private static DockerPart part(Target target, String name) {
    return DockerDesign.of(target.blueprint(), _ -> java.util.Optional.empty(), false)
        .part(name)
        .get();
  }

  @Test
  void imageThatIsNowhereIsTold() {
    Target target = target(service("web", Map.of("image", "localhost:1/nothing:1")));

    assertThat(failure(target)).contains("localhost:1/nothing:1", "refused");
  }

  @Test
  void whatIsChangedByHandHasDrifted() {
    Target target = target(service("web", Map.of("memory", "64MB")));
    create(target);
    String container = actual("web").externalIds().getFirst();
    ObjectNode more = DockerApi.JSON.createObjectNode();
    more.put("Memory", 128L << 20).put("MemorySwap", 256L << 20);
    api.post("/containers/" + container + "/update", more).orFail("update");

    assertThat(Settings.changed(actual("web").settings(), wanted(target, "web").settings()))
        .containsExactly("memory_bytes");
    assertThat(engine.canChangeInPlace(wanted(target, "web"), actual("web"))).isTrue();

    update(target, "web");
    assertThat(inspect("web").at("/HostConfig/Memory").asLong()).isEqualTo(64L << 20);
    assertThat(actual("web").externalIds()).containsExactly(container);
  }

  @Test
  void stoppedIsStartedAndDisconnectedIsSeen() {
    Target target = target(service("web", Map.of()));
    create(target);
    String container = actual("web").externalIds().getFirst();
    stop("web");
    assertThat(actual("web").state()).isEqualTo(ActualResource.State.STOPPED);

    update(target, "web");

    assertThat(actual("web").state()).isEqualTo(ActualResource.State.RUNNING);
    assertThat(actual("web").externalIds()).containsExactly(container);
    ObjectNode body = DockerApi.JSON.createObjectNode().put("Container", container);
    api.post("/networks/" + name("default-network") + "/disconnect", body).orFail("disconnect");
    assertThat(Settings.changed(actual("web").settings(), wanted(target, "web").settings()))
        .containsExactly("networks");
  }

  @Test
  void replicasAreCompletedAndScaled() {
    Target two = target(service("web", Map.of("replicas", 2)));
    create(two);
    List<String> both = actual("web").externalIds();
    assertThat(both).hasSize(2);
    api.delete("/containers/" + both.getLast() + "?force=true");
    assertThat(actual("web").state()).isEqualTo(ActualResource.State.INCOMPLETE);
    assertThat(actual("web").settings()).containsEntry("replicas", "1");

    update(two, "web");
    assertThat(actual("web").state()).isEqualTo(ActualResource.State.RUNNING);
    assertThat(actual("web").externalIds()).hasSize(2).contains(both.getFirst());

    Target one = target(service("web", Map.of()));
    assertThat(engine.canChangeInPlace(wanted(one, "web"), actual("web"))).isFalse();
    update(one, "web");
    assertThat(actual("web").externalIds()).hasSize(1);
    assertThat(actual("web").state()).isEqualTo(ActualResource.State.RUNNING);
    assertThat(actual("web").settings()).isEqualTo(wanted(one, "web").settings());
  }

  @Test
  void blueprintCanBeRenamed() {
    create(target(service("web", Map.of())));
    Blueprint renamed = blueprint("another", service("web", Map.of("env", Map.of("A", "b"))));

    create(new Target(id, 2, renamed));

    assertThat(engine.actual(id))
        .extracting(ActualResource::state)
        .containsOnly(ActualResource.State.RUNNING);
    assertThat(engine.actual(id)).hasSize(2);
    assertThat(inspect("web").path("Name").asText()).startsWith("/another-");
  }

  private static Resource withFile(String content) {
    return service(
        "web",
        Map.of(
            "files",
            List.of(
                Map.of("path", "/www/index.html", "content", content),
                Map.of("path", "/srv/new/run.sh", "content", "#!/bin/sh", "mode", "0755"))));
  }

  @Test
  void filesAreThereBeforeItStarts() throws IOException {
    create(target(withFile("from the blueprint: ${HOME} ü\n")));

    String container = actual("web").externalIds().getFirst();
    assertThat(TestingDocker.exec(container, "cat", "/www/index.html"))
        .contains("from the blueprint: ${HOME} ü");
    assertThat(TestingDocker.exec(container, "busybox", "stat", "-c", "%a %u", "/srv/new/run.sh"))
        .contains("755 0");
    assertThat(TestingDocker.exec(container, "busybox", "stat", "-c", "%a", "/srv/new"))
        .contains("755");
    assertThat(engine.canChangeInPlace(wanted(target(withFile("x")), "web"), actual("web")))
        .isFalse();
  }

  @Test
  void anotherFileIsAnotherContainer() throws IOException {
    create(target(withFile("one")));
    String first = actual("web").externalIds().getFirst();
    assertThat(actual("web").settings())
        .isEqualTo(wanted(target(withFile("one")), "web").settings());

    update(target(withFile("two")), "web");

    assertThat(actual("web").externalIds()).doesNotContain(first);
    assertThat(TestingDocker.exec(actual("web").externalIds().getFirst(), "cat", "/www/index.html"))
        .contains("two");
  }

  @Test
  void aFileThatIsChangedByHandIsSeen() throws IOException {
    Target target = target(withFile("as wanted"));
    create(target);
    String container = actual("web").externalIds().getFirst();
    TestingDocker.exec(container, "sh", "-c", "echo other > /www/index.html");
    TestingDocker.exec(container, "busybox", "rm", "/srv/new/run.sh");

    assertThat(Settings.changed(actual("web").settings(), wanted(target, "web").settings()))
        .containsExactly("file./srv/new/run.sh", "file./www/index.html");
  }

  @Test
  void aCheckWithoutAShellIsHealthyToo() {
    create(
        target(
            service(
                "web",
                Map.of(
                    "health_check",
                    Map.of(
                        "type",
                        "command",
                        "command",
                        List.of(
                            "/bin/busybox", "wget", "-qO", "/dev/null", "http://127.0.0.1:8080"),
                        "interval",
                        "1s")))));

    assertThat(inspect("web").at("/State/Health/Status").asText()).isEqualTo("healthy");
    assertThat(inspect("web").at("/Config/Healthcheck/Test/0").asText()).isEqualTo("CMD");
  }
}
