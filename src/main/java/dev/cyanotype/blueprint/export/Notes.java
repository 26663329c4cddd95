package dev.cyanotype.blueprint.export;

import dev.cyanotype.blueprint.Resource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Collects what a format cannot say, and what its reader has to know. Not thread-safe.
public final class Notes {

  private static final Set<String> USED_OF_CONFIG =
      Set.of("volume", "additional_networks", "internal");

  private final Set<Warning> warnings = new LinkedHashSet<>();
  private final List<String> remarks = new ArrayList<>();
  private final boolean keepsSecrets;

  public Notes() {
    this(false);
  }

  private Notes(boolean keepsSecrets) {
    this.keepsSecrets = keepsSecrets;
  }

  /// For what is no file: secrets that stand in the clear need not become references.
  public static Notes keepingSecrets() {
    return new Notes(true);
  }

  boolean keepsSecrets() {
    return keepsSecrets;
  }

  public void warn(String message) {
    warnings.add(new Warning(null, message));
  }

  public void warn(Resource resource, String message) {
    warnings.add(new Warning(resource.name(), message));
  }

  /// Names the specs that nothing was made of.
  ///
  /// @param expressed keys of `specs` that the format says in full
  public void leftOut(Resource resource, Set<String> expressed, String format) {
    List<String> left =
        resource.specs().entrySet().stream()
            .filter(spec -> !expressed.contains(spec.getKey()))
            .flatMap(Notes::keys)
            .map(Lines::single)
            .toList();
    if (!left.isEmpty()) {
      warn(resource, "no counterpart in " + format + " for " + String.join(", ", left));
    }
  }

  /// A `config` is told by its fields, without those that every format uses.
  private static Stream<String> keys(Map.Entry<String, Object> spec) {
    return spec.getKey().equals("config") && spec.getValue() instanceof Map<?, ?> config
        ? config.keySet().stream()
            .map(Object::toString)
            .filter(key -> !USED_OF_CONFIG.contains(key))
            .map(key -> "config." + key)
        : Stream.of(spec.getKey());
  }

  /// Something to do or to know that is no loss.
  void remark(String remark) {
    remarks.add(remark);
  }

  List<String> remarks() {
    return List.copyOf(remarks);
  }

  public List<Warning> warnings() {
    return warnings.stream().collect(Collectors.toUnmodifiableList());
  }
}
