package dev.cyanotype.deployment.proxmox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.cyanotype.blueprint.Blueprint;
import dev.cyanotype.blueprint.BundledYaml;
import dev.cyanotype.blueprint.Provider;
import dev.cyanotype.blueprint.Resource;
import dev.cyanotype.blueprint.ResourceType;
import dev.cyanotype.blueprint.validation.CheckedBlueprint;
import dev.cyanotype.deployment.ActualResource;
import dev.cyanotype.deployment.ActualResource.State;
import dev.cyanotype.deployment.EngineException;
import dev.cyanotype.deployment.EngineException.Kind;
import dev.cyanotype.deployment.SuppliedSecrets;
import dev.cyanotype.deployment.Target;
import dev.cyanotype.deployment.WantedResource;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// What is this engine's own. Against a stub that checks requests, not against a server.
@Execution(ExecutionMode.CONCURRENT)
class ProxmoxEngineTest {

  private static final Duration SOON = Duration.ofSeconds(10);
  private static Vertx vertx;

  private final String blueprintId = UUID.randomUUID().toString();
  private final List<ProxmoxEngine> engines = new ArrayList<>();
  private TestingProxmox proxmox;

  @BeforeAll
  static void startVertx() {
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void stopVertx() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @BeforeEach
  void start() {
    proxmox = new TestingProxmox(vertx, new HttpServerOptions());
  }

  @AfterEach
  void stop() {
    engines.forEach(ProxmoxEngine::close);
    proxmox.close();
  }

  private ProxmoxEngine engine(String... settings) {
    return engine(_ -> Optional.empty(), settings);
  }

  private ProxmoxEngine engine(SuppliedSecrets secrets, String... settings) {
    ProxmoxEngine engine =
        new ProxmoxEngine(
            TestingProxmoxConfig.at("http://127.0.0.1:" + proxmox.port(), settings),
            vertx,
            secrets);
    engines.add(engine);
    return engine;
  }

  private static Resource resource(
      ResourceType type, String name, Map<String, Object> specs, String... dependencies) {
    return new Resource(type, name, Provider.PROXMOX, specs, List.of(dependencies));
  }

  private static Resource container(Object... specs) {
    return resource(ResourceType.SERVICE, "web", map(specs));
  }

  private static Resource machine(Object... specs) {
    return resource(ResourceType.COMPUTE, "web", map(specs));
  }

  private static Resource storage(String name, String size) {
    return resource(ResourceType.STORAGE, name, map("kind", "volume", "size", size));
  }

  private static Map<String, Object> map(Object... pairs) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put(pairs[i].toString(), pairs[i + 1]);
    }
    return map;
  }

  private Target target(Resource... resources) {
    return new Target(
        blueprintId, 1, new Blueprint(Blueprint.VERSION, "shop", "", List.of(resources), Map.of()));
  }

  private static WantedResource wanted(ProxmoxEngine engine, Target target) {
    return engine.wanted(target).resources().getFirst();
  }

  private static List<String> create(ProxmoxEngine engine, Target target) {
    List<String> said = new CopyOnWriteArrayList<>();
    engine.create(target, wanted(engine, target), said::add);
    return said;
  }

  private ActualResource update(ProxmoxEngine engine, Target target) {
    engine.update(target, wanted(engine, target), actual(engine), _ -> {});
    return actual(engine);
  }

  private ActualResource actual(ProxmoxEngine engine) {
    List<ActualResource> actual = engine.actual(blueprintId);
    assertThat(actual).hasSize(1);
    return actual.getFirst();
  }

  private static EngineException failure(Runnable doing) {
    return catchThrowableOfType(EngineException.class, doing::run);
  }

  private Map<String, String> sent(String request) {
    int at = proxmox.requests.indexOf(request);
    assertThat(at).as("%s in %s", request, proxmox.requests).isNotNegative();
    return proxmox.parameters.get(at);
  }

  private Map.Entry<Long, TestingProxmox.StubGuest> only() {
    assertThat(proxmox.guests()).hasSize(1);
    return proxmox.guests().entrySet().iterator().next();
  }

  @Test
  void unconfiguredEngineNamesWhatToSet() {
    ProxmoxEngine engine =
        new ProxmoxEngine(TestingProxmoxConfig.of(Map.of()), vertx, _ -> Optional.empty());

    assertThat(engine.unavailable())
        .hasValueSatisfying(
            why ->
                assertThat(why)
                    .contains("CYANOTYPE_DEPLOYMENT_PROXMOX_URL", "_TOKEN_ID", "_TOKEN_SECRET"));
    assertThat(engine.unconfigured()).isEqualTo(engine.unavailable());
    assertThat(failure(() -> engine.actual(blueprintId)).kind()).isEqualTo(Kind.UNREACHABLE);
  }

  @Test
  void settingsThatCannotWorkAreNamed() {
    assertThat(engine("url", "http://pve.example.org:8006").unavailable())
        .hasValueSatisfying(why -> assertThat(why).contains("_URL", "https://"));
    assertThat(engine("token-id", "root@pam").unavailable())
        .hasValueSatisfying(why -> assertThat(why).contains("_TOKEN_ID"));
    assertThat(engine("token-secret", "two words").unavailable())
        .hasValueSatisfying(why -> assertThat(why).contains("_TOKEN_SECRET").doesNotContain("two"));
    assertThat(engine("tls.ca", "/nowhere/ca.pem").unavailable())
        .hasValueSatisfying(why -> assertThat(why).contains("_TLS_CA", "/nowhere/ca.pem"));
    assertThat(engine("tls.fingerprint", "AA:BB").unavailable())
        .hasValueSatisfying(why -> assertThat(why).contains("_TLS_FINGERPRINT"));
  }

  @Test
  void refusedTokenIsTold() {
    ProxmoxEngine engine = engine("token-secret", "11111111-2222-3333-4444-555555555555");

    assertThat(engine.unavailable())
        .hasValueSatisfying(
            why ->
                assertThat(why)
                    .contains("does not accept the token", "invalid token value!")
                    .doesNotContain("11111111"));
    assertThat(engine.unconfigured()).isEmpty();
    assertThat(failure(() -> engine.actual(blueprintId)).kind()).isEqualTo(Kind.UNREACHABLE);
  }

  @Test
  void missingPrivilegeIsNamed() {
    String why = "Permission check failed (/vms/100, VM.Allocate)";
    proxmox.instead.put(
        "POST /nodes/pve2/lxc",
        request -> TestingProxmox.send(request, 403, why, new JsonObject().putNull("data")));

    EngineException failure = failure(() -> create(engine(), target(container())));

    assertThat(failure.getMessage()).contains("lacks a privilege", "/vms/100, VM.Allocate");
  }

  @Test
  void newerServersSayWhatIsWrongInTheBody() {
    proxmox.instead.put(
        "POST /nodes/pve2/lxc",
        request ->
            TestingProxmox.send(
                request,
                500,
                "Internal Server Error",
                new JsonObject()
                    .putNull("data")
                    .put("message", "no space left on storage 'local-lvm'\n")));

    EngineException failure = failure(() -> create(engine(), target(container())));

    assertThat(failure.getMessage()).endsWith("no space left on storage 'local-lvm'");
  }

  @Test
  void containerIsMadeFromTheNewestFileOnTheFreestNode() {
    ProxmoxEngine engine = engine();

    create(engine, target(container("cpu", 1.5, "memory", "1GB", "storage", "12GB")));

    assertThat(sent("POST /nodes/pve2/lxc"))
        .containsEntry("ostemplate", "local:vztmpl/debian-12-standard_12.12-1_amd64.tar.zst")
        .containsEntry("cores", "2")
        .containsEntry("memory", "1024")
        .containsEntry("rootfs", "local-lvm:12")
        .containsEntry("unprivileged", "1")
        .containsEntry("net0", "name=eth0,bridge=vmbr0,ip=dhcp")
        .containsEntry("tags", "cyanotype;cyanotype-" + blueprintId.substring(0, 8))
        .containsEntry("hostname", "web-1-" + blueprintId.substring(0, 8))
        .doesNotContainKey("password");
    assertThat(actual(engine).state()).isEqualTo(State.RUNNING);
    assertThat(actual(engine).externalIds()).containsExactly("lxc/100");
  }

  @Test
  void nodeIsChosenByConfiguration() {
    create(engine("node", "pve1"), target(container()));

    assertThat(proxmox.requests).contains("POST /nodes/pve1/lxc");
  }

  @Test
  void nodeThatIsNotThereIsTold() {
    EngineException failure = failure(() -> engine("node", "pve9").wanted(target(container())));

    assertThat(failure.getMessage()).contains("no node pve9 online");
  }

  @Test
  void machineIsClonedAndSized() {
    ProxmoxEngine engine = engine("ssh-public-keys", "ssh-ed25519 AAAA+/x ann@example.org");
    Resource segment =
        resource(ResourceType.NETWORK, "segment", map("kind", "subnet", "vlan", 431));

    Target target =
        target(
            machine("cpu", 4, "memory", "8GB", "storage", "60GB", "network", "segment"), segment);
    create(engine, target);

    assertThat(sent("POST /nodes/pve1/qemu/9000/clone"))
        .containsEntry("full", "1")
        .containsEntry("storage", "local-lvm")
        .doesNotContainKey("target");
    assertThat(sent("POST /nodes/pve1/qemu/100/config"))
        .containsEntry("cores", "4")
        .containsEntry("sockets", "1")
        .containsEntry("memory", "8192")
        .containsEntry("net0", "virtio=BC:24:11:00:00:01,bridge=vmbr0,tag=431")
        .containsEntry("ipconfig0", "ip=dhcp")
        .containsEntry("delete", "net1")
        .containsEntry("sshkeys", "ssh-ed25519%20AAAA%2B%2Fx%20ann%40example.org");
    assertThat(sent("PUT /nodes/pve1/qemu/100/resize"))
        .containsOnly(Map.entry("disk", "scsi0"), Map.entry("size", "60G"));
    assertThat(actual(engine).settings()).isEqualTo(wanted(engine, target).settings());
  }

  @Test
  void diskIsAtLeastThatOfTheTemplate() {
    ProxmoxEngine engine = engine();
    Target target = target(machine("os", "ubuntu-24.04", "storage", "10GB"));

    assertThat(wanted(engine, target).settings()).containsEntry("disk_gib", "20");
    assertThat(engine.wanted(target).warnings())
        .anySatisfy(warning -> assertThat(warning).contains("web", "template, 20 GiB"));
  }

  @Test
  void missingTemplateIsRefusedWithThoseThere() {
    EngineException container =
        failure(() -> engine().wanted(target(storage("a", "1GB"), container("os", "plan9-4"))));
    EngineException machine = failure(() -> engine().wanted(target(machine("template", "win"))));

    assertThat(container.kind()).isEqualTo(Kind.REFUSED);
    assertThat(container.errors().getFirst().pointer()).isEqualTo("/resources/1/specs/os");
    assertThat(container.errors().getFirst().message())
        .contains("plan9-4", "alpine-3.20-default_20240908_amd64.tar.xz");
    assertThat(machine.errors().getFirst().pointer()).isEqualTo("/resources/0/specs/template");
    assertThat(machine.errors().getFirst().message()).contains("debian-12 (9000)");
  }

  @Test
  void templateOfTheConfigurationIsTakenWhereSpecsNameNone() {
    ProxmoxEngine engine = engine("container-template", "alpine-3.20", "vm-template", "9001");

    assertThat(wanted(engine, target(container())).settings())
        .containsEntry("template", "alpine-3.20");
    assertThat(wanted(engine, target(machine())).settings()).containsEntry("template", "9001");
    assertThat(wanted(engine, target(container("os", "debian-12"))).settings())
        .containsEntry("template", "debian-12");
  }

  @Test
  void specsThatWouldSlipIntoOtherSettingsAreRefused() {
    EngineException failure =
        failure(
            () ->
                engine()
                    .wanted(
                        target(
                            container("volumes", List.of("data:/data,backup=0"), "password", "1"),
                            storage("data", "1GB"))));

    assertThat(failure.errors())
        .extracting(error -> error.pointer())
        .containsExactlyInAnyOrder("/resources/0/specs/volumes", "/resources/0/specs/password");
  }

  @Test
  void whatCannotBeExpressedIsAWarning() {
    List<String> warnings =
        engine()
            .wanted(
                target(
                    container(
                        "env", Map.of("A", "b"), "health_check", Map.of("type", "tcp", "port", 80)),
                    resource(ResourceType.NETWORK, "lan", map("kind", "subnet", "bridge", "vmbr7")),
                    resource(
                        ResourceType.SERVICE, "app", map("image", "nginx:1.27", "network", "lan")),
                    resource(
                        ResourceType.NETWORK, "wall", map("kind", "firewall", "rules", List.of())),
                    storage("spare", "5GB")))
            .warnings();

    assertThat(String.join("\n", warnings))
        .contains("web: a machine is given no env")
        .contains("web: no counterpart in Proxmox VE for env, health_check")
        .contains("lan: is not made")
        .contains("app: what runs in it has to be installed: nginx:1.27")
        .contains("wall: its rules are not set")
        .contains("spare: left out, no machine has it as its volume")
        .contains("there is no bridge vmbr7 on node pve2");
  }

  @Test
  void dependenciesLeadThroughWhatIsNotMade() {
    Target target =
        target(
            resource(ResourceType.COMPUTE, "router", map()),
            resource(ResourceType.NETWORK, "lan", map("kind", "subnet"), "router"),
            resource(ResourceType.SERVICE, "app", map(), "lan"));

    List<WantedResource> wanted = engine().wanted(target).resources();

    assertThat(wanted).extracting(WantedResource::name).containsExactly("router", "app");
    assertThat(wanted.getLast().dependencies()).containsExactly("router");
  }

  private Target bundled(String id) {
    return new Target(
        blueprintId, 1, CheckedBlueprint.fromYaml(BundledYaml.text(id)).blueprint().orElseThrow());
  }

  @ParameterizedTest
  @FieldSource("dev.cyanotype.blueprint.BundledYaml#IDS")
  void bundledBlueprintsCanBeMade(String id) {
    Target target = bundled(id);

    List<WantedResource> wanted = engine().wanted(target).resources();

    assertThat(wanted)
        .extracting(WantedResource::name)
        .containsExactlyElementsOf(
            target.blueprint().resources().stream()
                .filter(
                    one -> Set.of(ResourceType.COMPUTE, ResourceType.SERVICE).contains(one.type()))
                .map(Resource::name)
                .toList());
  }

  @Test
  void wholeBlueprintIsAsWantedOnceItIsMade() {
    ProxmoxEngine engine = engine();
    Target target = bundled("zero-trust-network");
    List<WantedResource> wanted = engine.wanted(target).resources();

    wanted.forEach(one -> engine.create(target, one, _ -> {}));

    Map<String, ActualResource> actual =
        engine.actual(blueprintId).stream()
            .collect(Collectors.toMap(ActualResource::name, one -> one));
    assertThat(actual).hasSameSizeAs(wanted);
    assertThat(wanted)
        .allSatisfy(
            one -> {
              assertThat(actual.get(one.name()).settings()).isEqualTo(one.settings());
              assertThat(actual.get(one.name()).state()).isEqualTo(State.RUNNING);
            });
  }

  @Test
  void idThatSomebodyElseTookIsAskedForAgain() {
    proxmox.stolenIds = 2;
    ProxmoxEngine engine = engine();

    create(engine, target(container()));

    assertThat(actual(engine).externalIds()).containsExactly("lxc/102");
  }

  @Test
  void failedTaskIsToldWithItsLog() {
    EngineException failure = failure(() -> create(engine(), target(container("os", "failing-1"))));

    assertThat(failure.kind()).isEqualTo(Kind.FAILED);
    assertThat(failure.getMessage())
        .contains("starting container 100 failed: startup for container '100' failed")
        .contains("log: extracting archive / TASK ERROR");
  }

  @Test
  void taskWithWarningsIsDone() {
    proxmox.exitStatus = "WARNINGS: 2";
    ProxmoxEngine engine = engine();

    assertThat(create(engine, target(container())))
        .contains("making container 100 ended with warnings");
    assertThat(actual(engine).state()).isEqualTo(State.RUNNING);
  }

  @Test
  void taskThatHangsIsGivenUp() {
    ProxmoxEngine engine = engine("task-timeout", "200ms");

    EngineException failure = failure(() -> create(engine, target(container("os", "slow-1"))));

    assertThat(failure.getMessage()).contains("making container 100 is not done");
  }

  @Test
  void interruptStopsTheTaskToo() throws InterruptedException {
    ProxmoxEngine engine = engine();
    Target target = target(container("os", "slow-1"));
    WantedResource wanted = wanted(engine, target);
    AtomicReference<Throwable> end = new AtomicReference<>();
    Thread step =
        Thread.ofVirtual()
            .uncaughtExceptionHandler((_, failure) -> end.set(failure))
            .start(() -> engine.create(target, wanted, _ -> {}));
    await().atMost(SOON).until(proxmox::hasOpenTasks);

    step.interrupt();

    assertThat(step.join(SOON)).isTrue();
    assertThat(end.get()).isInstanceOf(EngineException.class);
    await().atMost(SOON).until(() -> !proxmox.hasOpenTasks() && proxmox.guests().isEmpty());
  }

  @Test
  void interruptEndsACallThatIsNotAnswered() throws InterruptedException {
    proxmox.instead.put("GET /cluster/resources", _ -> {});
    ProxmoxEngine engine = engine();
    AtomicReference<Throwable> end = new AtomicReference<>();
    Thread step =
        Thread.ofVirtual()
            .uncaughtExceptionHandler((_, failure) -> end.set(failure))
            .start(() -> engine.actual(blueprintId));
    await().atMost(SOON).until(() -> proxmox.requests.contains("GET /cluster/resources"));

    step.interrupt();

    assertThat(step.join(SOON)).isTrue();
    assertThat(end.get()).isInstanceOf(EngineException.class);
  }

  @Test
  void whatWasBegunIsFinishedByTheNextTry() {
    ProxmoxEngine engine = engine();
    Target target = target(machine("cpu", 2));
    proxmox.instead.put(
        "POST /nodes/pve1/qemu/100/config", request -> request.connection().close());
    assertThat(failure(() -> create(engine, target)).kind()).isEqualTo(Kind.UNREACHABLE);
    assertThat(actual(engine).state()).isEqualTo(State.INCOMPLETE);
    proxmox.instead.clear();

    ActualResource finished = update(engine, target);

    assertThat(finished.externalIds()).containsExactly("qemu/100");
    assertThat(finished.state()).isEqualTo(State.RUNNING);
    assertThat(finished.settings()).isEqualTo(wanted(engine, target).settings());
  }

  @Test
  void driftIsSeenAndUndone() {
    ProxmoxEngine engine = engine();
    Target target = target(container("cpu", 2, "memory", "1GB"));
    create(engine, target);
    only().getValue().config.put("memory", "256");
    only().getValue().config.put("net0", "name=eth0,bridge=vmbr9,hwaddr=BC:24:11:00:00:07,ip=dhcp");
    only().getValue().running = false;

    assertThat(actual(engine).state()).isEqualTo(State.STOPPED);
    assertThat(actual(engine).settings())
        .containsEntry("memory_mib", "256")
        .containsEntry("network.0", "vmbr9");
    ActualResource repaired = update(engine, target);

    assertThat(repaired.state()).isEqualTo(State.RUNNING);
    assertThat(repaired.settings()).isEqualTo(wanted(engine, target).settings());
    assertThat(only().getValue().config.get("net0")).contains("hwaddr=BC:24:11:00:00:07");
  }

  @Test
  void runningMachineIsRestartedForItsNewSize() {
    ProxmoxEngine engine = engine();
    create(engine, target(machine("cpu", 2, "memory", "2GB")));
    Target larger = target(machine("cpu", 4, "memory", "2GB"));

    ActualResource actual = update(engine, larger);

    assertThat(proxmox.requests).contains("POST /nodes/pve1/qemu/100/status/shutdown");
    assertThat(actual.settings()).containsEntry("cores", "4");
    assertThat(actual.state()).isEqualTo(State.RUNNING);
  }

  @Test
  void shrinkingADiskIsRefusedBeforeAnythingIsChanged() {
    ProxmoxEngine engine = engine();
    create(engine, target(container("storage", "20GB", "cpu", 1)));
    Target smaller = target(container("storage", "10GB", "cpu", 4));

    EngineException failure = failure(() -> update(engine, smaller));

    assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
    assertThat(failure.errors().getFirst().pointer()).isEqualTo("/resources/0/specs/storage");
    assertThat(failure.getMessage()).contains("has 20 GiB", "without losing data");
    assertThat(actual(engine).settings()).containsEntry("cores", "1");
  }

  @Test
  void volumesDoNotShrinkByBeingHandedOver() {
    ProxmoxEngine engine = engine();
    create(
        engine,
        target(
            resource(ResourceType.SERVICE, "db", volumes("debian-12")), storage("data", "30GB")));

    EngineException failure =
        failure(
            () ->
                update(
                    engine,
                    target(
                        resource(ResourceType.SERVICE, "db", volumes("alpine-3.20")),
                        storage("data", "20GB"))));

    assertThat(failure.errors().getFirst().pointer()).isEqualTo("/resources/0/specs/volumes");
    assertThat(actual(engine).state()).isEqualTo(State.RUNNING);
  }

  @Test
  void volumesAreHandedOverToWhatIsMadeAnew() {
    for (ResourceType type : List.of(ResourceType.SERVICE, ResourceType.COMPUTE)) {
      ProxmoxEngine engine = engine();
      create(engine, target(resource(type, "db", volumes("debian-12")), storage("data", "30GB")));
      TestingProxmox.StubGuest old = only().getValue();
      String key = type == ResourceType.COMPUTE ? "scsi5" : "mp0";
      String volume = old.config.get(key).split(",")[0];
      String os = type == ResourceType.COMPUTE ? "ubuntu-24.04" : "alpine-3.20";

      Target anew = target(resource(type, "db", volumes(os)), storage("data", "30GB"));
      ActualResource actual = update(engine, anew);

      assertThat(only().getValue()).isNotSameAs(old);
      assertThat(only().getValue().config.get(key)).startsWith(volume);
      assertThat(actual.settings()).isEqualTo(wanted(engine, anew).settings());
      assertThat(actual.state()).isEqualTo(State.RUNNING);
      engine.delete(actual, _ -> {});
      assertThat(proxmox.guests()).isEmpty();
    }
  }

  private static Map<String, Object> volumes(String os) {
    return map("os", os, "storage", "20GB", "volumes", List.of("data:/var/lib/data"));
  }

  @Test
  void handingOverGoesOnWhereItBrokeOff() {
    ProxmoxEngine engine = engine();
    create(
        engine,
        target(
            resource(ResourceType.SERVICE, "db", volumes("debian-12")), storage("data", "30GB")));
    String volume = only().getValue().config.get("mp0").split(",")[0];
    Target anew =
        target(
            resource(ResourceType.SERVICE, "db", volumes("alpine-3.20")), storage("data", "30GB"));
    proxmox.instead.put("DELETE /nodes/pve2/lxc/100", request -> request.connection().close());
    assertThat(failure(() -> update(engine, anew))).isNotNull();
    assertThat(actual(engine).state()).isEqualTo(State.INCOMPLETE);
    proxmox.instead.clear();

    ActualResource actual = update(engine, anew);

    assertThat(only().getValue().config.get("mp0")).startsWith(volume);
    assertThat(actual.state()).isEqualTo(State.RUNNING);
    assertThat(actual.settings()).isEqualTo(wanted(engine, anew).settings());
  }

  @Test
  void dataOnTheFirstDiskIsNotThrownAway() {
    ProxmoxEngine engine = engine();
    create(engine, target(container("role", "database", "replicas", 2)));

    EngineException anew =
        failure(
            () ->
                update(
                    engine,
                    target(container("role", "database", "os", "alpine-3.20", "replicas", 2))));
    EngineException fewer = failure(() -> update(engine, target(container("role", "database"))));

    assertThat(anew.kind()).isEqualTo(Kind.REFUSED);
    assertThat(anew.getMessage()).contains("keeps data on its first disk");
    assertThat(fewer.kind()).isEqualTo(Kind.REFUSED);
    assertThat(fewer.errors().getFirst().pointer()).isEqualTo("/resources/0/specs/replicas");
    assertThat(proxmox.guests()).hasSize(2);
  }

  @Test
  void replicasAreAddedAndTakenAway() {
    ProxmoxEngine engine = engine();
    create(engine, target(container()));

    assertThat(update(engine, target(container("replicas", 3))).externalIds()).hasSize(3);
    assertThat(update(engine, target(container("replicas", 2))).externalIds())
        .containsExactly("lxc/100", "lxc/101");
    assertThat(actual(engine).state()).isEqualTo(State.RUNNING);
    proxmox.guest(101).running = false;
    assertThat(actual(engine).state()).isEqualTo(State.STOPPED);
  }

  @Test
  void volumesThatAreNoLongerWantedAreKept() {
    ProxmoxEngine engine = engine();
    create(
        engine,
        target(
            resource(ResourceType.SERVICE, "db", volumes("debian-12")), storage("data", "30GB")));

    update(
        engine,
        target(resource(ResourceType.SERVICE, "db", map("os", "debian-12", "storage", "20GB"))));

    assertThat(only().getValue().config).containsKey("unused0").doesNotContainKey("mp0");
  }

  @Test
  void guestsOfOthersAreNeverTouched() {
    ProxmoxEngine engine = engine();
    String tags = "cyanotype;" + Mark.tag(blueprintId);
    long foreign = proxmox.foreign(tags, "looks like one, and says nothing of itself");
    ActualResource claimed =
        new ActualResource(
            blueprintId,
            "web",
            ResourceType.SERVICE,
            List.of(),
            List.of("lxc/" + foreign),
            Map.of(),
            State.RUNNING);

    assertThat(engine.actual(blueprintId)).isEmpty();
    engine.delete(claimed, _ -> {});

    assertThat(proxmox.guest(foreign)).isNotNull();
    assertThat(proxmox.requests).noneMatch(request -> request.startsWith("DELETE"));
  }

  @Test
  void copyThatSomebodyMadeOfAGuestIsNotTouched() {
    ProxmoxEngine engine = engine();
    create(engine, target(container()));
    Map<String, String> config = only().getValue().config;
    long copy = proxmox.foreign(config.get("tags"), config.get("description"));

    update(engine, target(container("os", "alpine-3.20")));
    engine.delete(actual(engine), _ -> {});

    assertThat(proxmox.guests()).containsOnlyKeys(copy);
  }

  @Test
  void guestThatWasMadeWithoutAnAnswerIsTakenAway() {
    ProxmoxEngine engine = engine();
    Target target =
        target(resource(ResourceType.SERVICE, "db", volumes("debian-12")), storage("data", "30GB"));
    create(engine, target);
    Map<String, String> config = only().getValue().config;
    String volume = config.get("mp0");
    String notes = config.get("description").replace("\"vmid\":100", "\"vmid\":101");
    long spare = proxmox.foreign(config.get("tags"), notes);
    proxmox.guest(spare).config.put("mp0", "local-lvm:vm-101-disk-1,mp=/var/lib/data,size=30G");
    assertThat(actual(engine).state()).isEqualTo(State.INCOMPLETE);

    ActualResource actual = update(engine, target);

    assertThat(actual.state()).isEqualTo(State.RUNNING);
    assertThat(proxmox.guests()).containsOnlyKeys(100L);
    assertThat(only().getValue().config.get("mp0")).isEqualTo(volume);
  }

  @Test
  void guestWhoseTagsWereTakenIsFoundByItsIdAndDeleted() {
    ProxmoxEngine engine = engine();
    create(engine, target(container()));
    ActualResource seen = actual(engine);
    only().getValue().config.put("tags", "mine");
    only().getValue().config.put("hostname", "renamed");
    assertThat(engine.actual(blueprintId)).isEmpty();

    engine.delete(seen, _ -> {});

    assertThat(proxmox.guests()).isEmpty();
  }

  @Test
  void notesAndTagsOfOthersStay() {
    ProxmoxEngine engine = engine();
    create(engine, target(container()));
    Map<String, String> config = only().getValue().config;
    config.merge("description", "\n\nAsk Ann before you restart it.", String::concat);
    config.merge("tags", ";ann", String::concat);

    Target next = new Target(blueprintId, 2, target(container("cpu", 3)).blueprint());
    update(engine, next);

    assertThat(config.get("description")).contains("Ask Ann", "\"version\":2");
    assertThat(config.get("tags")).contains("ann");
  }

  @Test
  void secretsStandNowhere() {
    ProxmoxEngine engine = engine();
    Target target = target(container("password", "hunter2-hunter2"));
    List<String> said = create(engine, target);

    assertThat(sent("POST /nodes/pve2/lxc")).containsEntry("password", "hunter2-hunter2");
    assertThat(engine.wanted(target) + " " + actual(engine) + said)
        .doesNotContain("hunter2", TestingProxmox.SECRET);
    assertThat(only().getValue().config.toString()).doesNotContain("hunter2");
  }

  @Test
  void passwordsAreFilledWithWhatIsSupplied() {
    ProxmoxEngine engine =
        engine(name -> Optional.of("hunter2-hunter2").filter(_ -> name.equals("ROOT")));
    Target target = target(container("password", "my-${ROOT}"));
    List<String> said = create(engine, target);

    assertThat(sent("POST /nodes/pve2/lxc")).containsEntry("password", "my-hunter2-hunter2");
    assertThat(engine.wanted(target).warnings().toString()).doesNotContain("password");
    assertThat(engine.wanted(target) + " " + actual(engine) + said).doesNotContain("hunter2");
  }

  @Test
  void passwordThatIsNotSuppliedIsRefused() {
    EngineException failure =
        failure(() -> engine().wanted(target(container("password", "${Root_Password}"))));

    assertThat(failure.errors())
        .singleElement()
        .satisfies(
            error -> {
              assertThat(error.pointer()).isEqualTo("/resources/0/specs/password");
              assertThat(error.message())
                  .contains("${Root_Password}", "CYANOTYPE_SECRETS_ROOT_PASSWORD");
            });
  }

  @Test
  void repeatedSecretsAreBlackedOut() {
    proxmox.instead.put(
        "POST /nodes/pve2/lxc",
        request ->
            TestingProxmox.send(
                request,
                400,
                "bad: " + TestingProxmox.SECRET,
                new JsonObject()
                    .put("errors", new JsonObject().put("password", "no hunter2-hunter2"))));

    EngineException failure =
        failure(() -> create(engine(), target(container("password", "hunter2-hunter2"))));

    assertThat(failure.getMessage()).contains("password: no ***").doesNotContain("hunter2");
    assertThat(failure.getMessage()).doesNotContain(TestingProxmox.SECRET);
  }

  @Test
  void badAnswersAreBounded() {
    proxmox.instead.put(
        "GET /cluster/resources", request -> request.response().end("<html>hello</html>"));
    assertThat(failure(() -> engine().actual(blueprintId)).getMessage())
        .contains("is not the API of Proxmox VE");

    proxmox.instead.put(
        "GET /cluster/resources", request -> request.response().end("[".repeat(100_000)));
    assertThat(failure(() -> engine().actual(blueprintId)).getMessage())
        .contains("is not the API of Proxmox VE");

    proxmox.instead.put(
        "GET /cluster/resources", request -> request.response().end(" ".repeat(9 << 20)));
    assertThat(failure(() -> engine().actual(blueprintId)).getMessage())
        .contains("longer than 8 MiB");
  }

  @Test
  void silentServerIsGivenUp() {
    proxmox.instead.put("GET /cluster/resources", _ -> {});
    proxmox.instead.put("GET /version", _ -> {});
    ProxmoxEngine engine = engine("request-timeout", "200ms");

    assertThat(failure(() -> engine.actual(blueprintId)).kind()).isEqualTo(Kind.UNREACHABLE);
    assertThat(engine.unavailable()).isPresent();
  }

  @Test
  void redirectIsNotFollowed() {
    proxmox.instead.put(
        "GET /version",
        request ->
            request
                .response()
                .setStatusCode(301)
                .putHeader("location", "/api2/json/nodes")
                .end("{}"));

    assertThat(engine().unavailable()).isPresent();
    assertThat(proxmox.requests).containsExactly("GET /version");
  }
}
