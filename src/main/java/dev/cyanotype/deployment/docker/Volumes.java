package dev.cyanotype.deployment.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cyanotype.deployment.ActualResource;
import dev.cyanotype.deployment.Engine;
import dev.cyanotype.deployment.EngineException;
import dev.cyanotype.deployment.Target;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/// Volumes. One is only removed with its resource; no change makes it anew, so its data stays.
final class Volumes {

  private final DockerApi api;

  Volumes(DockerApi api) {
    this.api = api;
  }

  /// A volume as it is there.
  record Found(String name, Labels labels, Map<String, String> settings) {

    static Found of(JsonNode volume) {
      Labels labels = Labels.of(volume.path("Labels"));
      Map<String, String> settings = new LinkedHashMap<>(labels.settings());
      settings.put(DockerPart.DRIVER, volume.path("Driver").asText());
      return new Found(volume.path("Name").asText(), labels, settings);
    }

    ActualResource actual() {
      return labels.actual(List.of(name), settings, ActualResource.State.RUNNING);
    }
  }

  List<Found> of(String blueprintId) {
    return list(Labels.filter(blueprintId));
  }

  List<Found> of(String blueprintId, String resource) {
    return list(Labels.filter(blueprintId, resource));
  }

  private List<Found> list(String filter) {
    JsonNode volumes = api.get("/volumes" + filter).orFail("list volumes").body().path("Volumes");
    return StreamSupport.stream(volumes.spliterator(), false).map(Found::of).toList();
  }

  void bring(Target target, DockerPart.Volume part, Engine.Progress progress) {
    List<Found> there = of(target.blueprintId(), part.name());
    if (there.isEmpty()) {
      progress.says("creating volume");
      create(target, part);
    } else if (!there.getFirst().settings().equals(part.settings())) {
      throw EngineException.failed(
          "Volume %s is there with the driver %s, and would lose its data by becoming another one;"
                  .formatted(
                      there.getFirst().name(), there.getFirst().settings().get(DockerPart.DRIVER))
              + " save its data, remove it, and deploy again");
    }
  }

  private void create(Target target, DockerPart.Volume part) {
    String name = Names.of(target, part.name());
    if (api.get("/volumes/" + name).isGood()) {
      throw EngineException.failed(
          "A volume named %s is there that this blueprint did not make; remove it".formatted(name));
    }
    ObjectNode body = DockerApi.JSON.createObjectNode();
    body.put("Name", name).put("Driver", "local");
    body.set("Labels", Labels.written(target, part, 0));
    api.post("/volumes/create", body).orFail("create volume " + part.name());
  }

  void delete(String blueprintId, String resource, Engine.Progress progress) {
    for (Found volume : of(blueprintId, resource)) {
      progress.says("removing volume");
      DockerApi.Answer answer = api.delete("/volumes/" + DockerApi.encoded(volume.name()));
      if (answer.status() != 404) {
        answer.orFail("remove volume " + volume.name());
      }
    }
  }
}
