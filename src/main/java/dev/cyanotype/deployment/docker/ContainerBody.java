package dev.cyanotype.deployment.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cyanotype.deployment.docker.DockerPart.Container;
import dev.cyanotype.deployment.docker.DockerPart.Container.Health;
import dev.cyanotype.deployment.docker.DockerPart.Container.Mount;
import dev.cyanotype.deployment.docker.DockerPart.Container.Port;
import java.time.Duration;
import java.util.Map;

/// What `POST /containers/create` is told of one replica. Docker does not restart it until it has
/// run once, so that the reason why it does not run can be seen.
record ContainerBody(Container part, int replica, Duration startPeriod) {

  /// @param network the main one, by Docker's name
  /// @param volumes Docker's names by those of resources
  ObjectNode json(JsonNode labels, String network, Map<String, String> volumes) {
    ObjectNode body = DockerApi.JSON.createObjectNode();
    body.put("Image", part.image());
    if (!part.command().isEmpty()) {
      body.set("Cmd", DockerApi.JSON.valueToTree(part.command()));
    }
    ArrayNode env = body.putArray("Env");
    part.env().forEach((name, value) -> env.add(name + "=" + value));
    part.user().ifPresent(user -> body.put("User", user));
    body.set("Labels", labels);
    part.health().ifPresent(health -> body.set("Healthcheck", health(health)));
    ObjectNode exposed = body.putObject("ExposedPorts");
    part.ports().forEach(port -> exposed.putObject(port.key()));
    body.set("HostConfig", host(network, volumes));
    body.withObject("/NetworkingConfig/EndpointsConfig")
        .putObject(network)
        .set("Aliases", aliases());
    return body;
  }

  /// What others in its networks call it.
  ArrayNode aliases() {
    return DockerApi.JSON.createArrayNode().add(part.name());
  }

  private ObjectNode host(String network, Map<String, String> volumes) {
    ObjectNode host = DockerApi.JSON.createObjectNode();
    host.put("NetworkMode", network);
    host.put("NanoCpus", part.nanoCpus());
    host.put("Memory", part.memoryBytes());
    host.put("Privileged", part.isPrivileged());
    host.put("ReadonlyRootfs", part.isReadOnly());
    ArrayNode mounts = host.putArray("Mounts");
    part.mounts().forEach(mount -> mounts.add(mount(mount, volumes)));
    if (replica == 1) {
      addPorts(host.putObject("PortBindings"));
    }
    if (part.gpus() > 0) {
      ObjectNode cards = host.putArray("DeviceRequests").addObject().put("Count", part.gpus());
      cards.putArray("Capabilities").addArray().add("gpu");
    }
    return host;
  }

  private void addPorts(ObjectNode bindings) {
    for (Port port : part.ports()) {
      port.host()
          .ifPresent(
              host ->
                  bindings
                      .withArray(port.key())
                      .addObject()
                      .put("HostPort", host == 0 ? "" : Integer.toString(host)));
    }
  }

  private static ObjectNode mount(Mount mount, Map<String, String> volumes) {
    return DockerApi.JSON
        .createObjectNode()
        .put("Type", mount.isFolder() ? "bind" : "volume")
        .put("Source", mount.isFolder() ? mount.source() : volumes.get(mount.source()))
        .put("Target", mount.path())
        .put("ReadOnly", mount.isReadOnly());
  }

  private ObjectNode health(Health health) {
    ObjectNode check = DockerApi.JSON.createObjectNode();
    check.set("Test", DockerApi.JSON.valueToTree(health.test()));
    return check
        .put("Interval", health.interval().toNanos())
        .put("Timeout", health.timeout().toNanos())
        .put("Retries", health.retries())
        .put("StartPeriod", startPeriod.toNanos());
  }
}
