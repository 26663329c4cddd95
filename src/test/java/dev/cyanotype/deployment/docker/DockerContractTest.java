package dev.cyanotype.deployment.docker;

import static dev.cyanotype.deployment.docker.TestingDocker.blueprint;
import static dev.cyanotype.deployment.docker.TestingDocker.resource;
import static dev.cyanotype.deployment.docker.TestingDocker.service;

import dev.cyanotype.blueprint.Blueprint;
import dev.cyanotype.blueprint.ResourceType;
import dev.cyanotype.deployment.Engine;
import dev.cyanotype.deployment.EngineContractTest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

@EnabledIf(
    value = "dev.cyanotype.deployment.docker.TestingDocker#isThere",
    disabledReason = "No daemon answers at DOCKER_HOST, or there is no /bin/busybox")
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(TestingDocker.IMAGE)
class DockerContractTest extends EngineContractTest {

  @BeforeAll
  static void importImage() throws IOException {
    TestingDocker.importImage();
  }

  @AfterAll
  static void removeImage() {
    TestingDocker.removeImage();
  }

  @Override
  protected Engine engine() {
    return TestingDocker.engine();
  }

  @Override
  protected Engine unreachable() {
    return TestingDocker.engine(TestingDocker.Config.at("unix:///nowhere/docker.sock"));
  }

  @Override
  protected Blueprint small() {
    return small(Map.of("network", "inside"));
  }

  private static Blueprint small(Map<String, Object> web) {
    return blueprint(
        "contract",
        resource(ResourceType.NETWORK, "inside", Map.of("kind", "subnet")),
        service("web", web));
  }

  @Override
  protected String changing() {
    return "web";
  }

  @Override
  protected Blueprint changedInPlace() {
    return small(Map.of("network", "inside", "memory", "64MB", "cpu", 0.5));
  }

  @Override
  protected Blueprint changedAnew() {
    return small(Map.of("network", "inside", "env", Map.of("GREETING", "hello")));
  }

  @Override
  protected Blueprint withSecret(String secret) {
    return small(Map.of("network", "inside", "env", Map.of("API_TOKEN", secret)));
  }

  @Override
  protected Blueprint refused() {
    return blueprint("contract", resource(ResourceType.SERVICE, "web", Map.of("cpu", 1)));
  }

  @Override
  protected Blueprint failing() {
    return blueprint(
        "contract", service("web", Map.of("command", List.of("/bin/sh", "-c", "exit 3"))));
  }

  @Override
  protected Blueprint slow() {
    return blueprint(
        "contract",
        service(
            "web",
            Map.of(
                "health_check", Map.of("type", "command", "command", "false", "interval", "60s"))));
  }
}
