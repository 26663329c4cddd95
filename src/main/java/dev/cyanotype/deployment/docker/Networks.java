package dev.cyanotype.deployment.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cyanotype.deployment.ActualResource;
import dev.cyanotype.deployment.Engine;
import dev.cyanotype.deployment.EngineException;
import dev.cyanotype.deployment.Target;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/// Bridges, each of which containers of one blueprint are in.
final class Networks {

  private final DockerApi api;

  Networks(DockerApi api) {
    this.api = api;
  }

  /// A network as it is there.
  record Found(String id, String name, JsonNode written, Map<String, String> settings) {

    static Found of(JsonNode network) {
      Labels labels = Labels.of(network.path("Labels"));
      Map<String, String> settings = new LinkedHashMap<>(labels.settings());
      settings.put(DockerPart.DRIVER, network.path("Driver").asText());
      settings.put(DockerPart.INTERNAL, Boolean.toString(network.path("Internal").asBoolean()));
      if (settings.containsKey(DockerPart.SUBNET)) {
        settings.put(
            DockerPart.SUBNET, network.path("IPAM").path("Config").path(0).path("Subnet").asText());
      }
      return new Found(
          network.path("Id").asText(),
          network.path("Name").asText(),
          network.path("Labels"),
          settings);
    }

    Labels labels() {
      return Labels.of(written);
    }

    ActualResource actual() {
      return labels().actual(List.of(id), settings, ActualResource.State.RUNNING);
    }
  }

  List<Found> of(String blueprintId) {
    return list(Labels.filter(blueprintId));
  }

  List<Found> of(String blueprintId, String resource) {
    return list(Labels.filter(blueprintId, resource));
  }

  private List<Found> list(String filter) {
    JsonNode networks = api.get("/networks" + filter).orFail("list networks").body();
    return StreamSupport.stream(networks.spliterator(), false).map(Found::of).toList();
  }

  void bring(Target target, DockerPart.Network part, Engine.Progress progress) {
    List<Found> there = of(target.blueprintId(), part.name());
    if (there.isEmpty()) {
      progress.says("creating network");
      create(Names.of(target, part.name()), part, Labels.written(target, part, 0));
    } else if (!there.getFirst().settings().equals(part.settings())) {
      progress.says("replacing network");
      replace(there.getFirst(), target, part);
    }
  }

  private String create(String name, DockerPart.Network part, JsonNode labels) {
    DockerApi.Answer answer = api.post("/networks/create", body(name, part, labels));
    if (answer.status() == 409) {
      throw EngineException.failed(
          "A network named %s is there that this blueprint did not make; remove it"
              .formatted(name));
    }
    if (!answer.isGood() && answer.message().contains("overlaps")) {
      throw EngineException.failed(
          "Docker could not create network %s: its cidr %s overlaps with another network of the host;"
                  .formatted(part.name(), part.subnet().orElse("of Docker's choice"))
              + " choose another one");
    }
    return answer.orFail("create network " + part.name()).body().path("Id").asText();
  }

  private static ObjectNode body(String name, DockerPart.Network part, JsonNode labels) {
    ObjectNode body = DockerApi.JSON.createObjectNode();
    body.put("Name", name);
    body.put("CheckDuplicate", true);
    body.put("Driver", "bridge");
    body.put("Internal", part.isInternal());
    part.subnet()
        .ifPresent(
            subnet ->
                body.withObject("/IPAM").withArray("/Config").addObject().put("Subnet", subnet));
    body.set("Labels", labels);
    return body;
  }

  /// With the containers that are in it; where the new one cannot be made, the old one comes back.
  private void replace(Found old, Target target, DockerPart.Network part) {
    List<Member> members = members(old);
    members.forEach(member -> disconnect(old, member));
    remove(old);
    try {
      create(old.name(), part, Labels.written(target, part, 0));
    } catch (EngineException e) {
      putBack(old, members);
      throw e;
    }
    members.forEach(member -> connect(old.name(), member));
  }

  private void putBack(Found old, List<Member> members) {
    Cleanup.run(
        () -> {
          DockerPart.Network before =
              new DockerPart.Network(
                  old.labels().resource(),
                  old.labels().dependencies(),
                  Optional.ofNullable(old.settings().get(DockerPart.SUBNET)),
                  Boolean.parseBoolean(old.settings().get(DockerPart.INTERNAL)));
          create(old.name(), before, old.written());
          members.forEach(member -> connect(old.name(), member));
        });
  }

  /// A container in a network, and what it is called there.
  private record Member(String id, ArrayNode aliases) {}

  /// Stopped ones too, which keep the id of the network that they are to be in.
  private List<Member> members(Found network) {
    String within = DockerApi.query(Map.of("filters", "{\"network\":[\"" + network.id() + "\"]}"));
    JsonNode containers =
        api.get("/containers/json" + within + "&all=true").orFail("list containers").body();
    List<Member> members = new ArrayList<>();
    for (JsonNode one : containers) {
      if (!Labels.of(one.path("Labels")).blueprintId().equals(network.labels().blueprintId())) {
        throw EngineException.failed(
            "Network %s cannot be made anew: the container %s, which is no part of the blueprint, is"
                    .formatted(network.name(), one.path("Names").path(0).asText().replace("/", ""))
                + " in it; take it out by docker network disconnect");
      }
      String id = one.path("Id").asText();
      JsonNode inspected = api.get("/containers/" + id + "/json").orFail("see a container").body();
      members.add(new Member(id, aliases(inspected, network)));
    }
    return members;
  }

  private static ArrayNode aliases(JsonNode container, Found network) {
    ArrayNode aliases = DockerApi.JSON.createArrayNode();
    container
        .path("NetworkSettings")
        .path("Networks")
        .path(network.name())
        .path("Aliases")
        .forEach(
            alias -> {
              if (!container.path("Id").asText().startsWith(alias.asText())) {
                aliases.add(alias.asText());
              }
            });
    return aliases;
  }

  private void disconnect(Found network, Member member) {
    ObjectNode body = DockerApi.JSON.createObjectNode();
    body.put("Container", member.id()).put("Force", true);
    api.post("/networks/" + network.id() + "/disconnect", body)
        .orFail("take a container out of network " + network.name());
  }

  private void connect(String network, Member member) {
    connect(network, member.id(), member.aliases());
  }

  void connect(String network, String container, ArrayNode aliases) {
    ObjectNode body = DockerApi.JSON.createObjectNode();
    body.put("Container", container);
    body.withObject("/EndpointConfig").set("Aliases", aliases);
    api.post("/networks/" + DockerApi.encoded(network) + "/connect", body)
        .orFail("put a container into network " + network);
  }

  void delete(String blueprintId, String resource, Engine.Progress progress) {
    for (Found network : of(blueprintId, resource)) {
      progress.says("removing network");
      remove(network);
    }
  }

  private void remove(Found network) {
    DockerApi.Answer answer = api.delete("/networks/" + network.id());
    if (answer.status() != 404) {
      answer.orFail("remove network " + network.name());
    }
  }
}
