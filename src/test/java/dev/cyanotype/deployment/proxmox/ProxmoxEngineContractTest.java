package dev.cyanotype.deployment.proxmox;

import dev.cyanotype.blueprint.Blueprint;
import dev.cyanotype.blueprint.Provider;
import dev.cyanotype.blueprint.Resource;
import dev.cyanotype.blueprint.ResourceType;
import dev.cyanotype.deployment.Engine;
import dev.cyanotype.deployment.EngineContractTest;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// Against a stub that checks requests, not against a server.
@Execution(ExecutionMode.CONCURRENT)
class ProxmoxEngineContractTest extends EngineContractTest {

  private static Vertx vertx;
  private static TestingProxmox proxmox;
  private static ProxmoxEngine engine;
  private static ProxmoxEngine unreachable;

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx();
    proxmox = new TestingProxmox(vertx, new HttpServerOptions());
    engine =
        new ProxmoxEngine(
            TestingProxmoxConfig.at("http://127.0.0.1:" + proxmox.port()),
            vertx,
            _ -> Optional.empty());
    unreachable =
        new ProxmoxEngine(
            TestingProxmoxConfig.at("http://127.0.0.1:1"), vertx, _ -> Optional.empty());
  }

  @AfterAll
  static void stop() {
    engine.close();
    unreachable.close();
    proxmox.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Override
  protected Engine engine() {
    return engine;
  }

  @Override
  protected Engine unreachable() {
    return unreachable;
  }

  private static Blueprint blueprint(Resource... resources) {
    return new Blueprint(Blueprint.VERSION, "shop", "", List.of(resources), Map.of());
  }

  private static Resource resource(
      ResourceType type, String name, Map<String, Object> specs, String... dependencies) {
    return new Resource(type, name, Provider.PROXMOX, specs, List.of(dependencies));
  }

  private static Blueprint smallWith(Map<String, Object> more) {
    Map<String, Object> specs = new LinkedHashMap<>();
    specs.put("os", "debian-12");
    specs.put("cpu", 2);
    specs.put("memory", "2GB");
    specs.put("storage", "10GB");
    specs.put("replicas", 2);
    specs.putAll(more);
    return blueprint(
        resource(ResourceType.COMPUTE, "web", specs, "cache"),
        resource(
            ResourceType.SERVICE, "cache", Map.of("os", "alpine-3.20", "cpu", 1, "memory", "1GB")));
  }

  @Override
  protected Blueprint small() {
    return smallWith(Map.of());
  }

  @Override
  protected String changing() {
    return "web";
  }

  @Override
  protected Blueprint changedInPlace() {
    return smallWith(Map.of("cpu", 4, "memory", "4GB", "storage", "20GB"));
  }

  @Override
  protected Blueprint changedAnew() {
    return smallWith(Map.of("os", "ubuntu-24.04", "storage", "30GB"));
  }

  @Override
  protected Blueprint withSecret(String secret) {
    return smallWith(Map.of("password", secret, "env", Map.of("DB_PASSWORD", secret)));
  }

  @Override
  protected Blueprint refused() {
    return blueprint(resource(ResourceType.SERVICE, "web", Map.of("os", "plan9-4")));
  }

  @Override
  protected Blueprint failing() {
    return blueprint(resource(ResourceType.SERVICE, "web", Map.of("os", "failing-1")));
  }

  @Override
  protected Blueprint slow() {
    return blueprint(resource(ResourceType.SERVICE, "web", Map.of("os", "slow-1")));
  }
}
