package dev.cyanotype.deployment.proxmox;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cyanotype.deployment.ActualResource;
import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// Finds the guests of a blueprint by what they say of themselves.
final class Guests {

  private final ProxmoxApi api;

  Guests(ProxmoxApi api) {
    this.api = api;
  }

  /// By their number, which is the order in which they were made.
  List<Guest> of(String blueprintId) {
    String tag = Mark.tag(blueprintId);
    String shortId = Mark.shortId(blueprintId);
    return found(
        blueprintId,
        one ->
            one.path("tags").asText().contains(tag)
                || one.path("name").asText().endsWith("-" + shortId));
  }

  /// Those of one resource.
  List<Guest> of(String blueprintId, String resource) {
    return of(blueprintId).stream()
        .filter(guest -> guest.mark().resource().equals(resource))
        .toList();
  }

  /// Those of one resource, or of what was seen of it, should somebody have changed their names.
  List<Guest> of(ActualResource seen) {
    List<Guest> guests = new ArrayList<>(of(seen.blueprintId(), seen.name()));
    found(seen.blueprintId(), one -> seen.externalIds().contains(one.path("id").asText())).stream()
        .filter(guest -> guest.mark().resource().equals(seen.name()))
        .filter(guest -> guests.stream().noneMatch(one -> one.vmid() == guest.vmid()))
        .forEach(guests::add);
    return guests;
  }

  private List<Guest> found(String blueprintId, Predicate<JsonNode> looksLikeOne) {
    return StreamSupport.stream(
            api.get("/cluster/resources", Map.of("type", "vm")).spliterator(), false)
        .filter(one -> one.path("template").asInt() == 0)
        .filter(looksLikeOne)
        .flatMap(this::guest)
        .filter(guest -> guest.mark().blueprintId().equals(blueprintId))
        .sorted(Comparator.comparingLong(Guest::vmid))
        .toList();
  }

  private Stream<Guest> guest(JsonNode one) {
    return Kind.ofPath(one.path("type").asText())
        .flatMap(kind -> find(kind, one.path("node").asText(), one.path("vmid").asLong()))
        .stream();
  }

  /// Empty where it is gone, or none of ours.
  Optional<Guest> find(Kind kind, String node, long vmid) {
    String path = ProxmoxApi.path("nodes", node, kind.path(), vmid);
    Answer config = api.call(HttpMethod.GET, path + "/config", Map.of("current", 1));
    if (isGone(config)) {
      return Optional.empty();
    }
    Map<String, String> texts = texts(config.data());
    return Mark.in(texts.getOrDefault("description", ""))
        .filter(mark -> mark.vmid() == vmid)
        .flatMap(
            mark -> {
              Answer status = api.call(HttpMethod.GET, path + "/status/current", Map.of());
              return isGone(status)
                  ? Optional.empty()
                  : Optional.of(new Guest(kind, node, vmid, isRunning(status), texts, mark));
            });
  }

  /// @throws dev.cyanotype.deployment.EngineException where it is gone
  Guest again(Guest guest) {
    return find(guest.kind(), guest.node(), guest.vmid())
        .orElseThrow(
            () ->
                dev.cyanotype.deployment.EngineException.failed(
                    guest.word() + " has gone, or its notes were changed"));
  }

  private static boolean isRunning(Answer status) {
    return status.data().path("status").asText().equals("running");
  }

  static boolean isGone(Answer answer) {
    return !answer.isOk() && answer.says("does not exist");
  }

  static Map<String, String> texts(JsonNode object) {
    Map<String, String> texts = new LinkedHashMap<>();
    object.properties().forEach(one -> texts.put(one.getKey(), one.getValue().asText()));
    return texts;
  }
}
