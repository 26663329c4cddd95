package dev.cyanotype.blueprint.store;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.cyanotype.blueprint.Blueprint;
import dev.cyanotype.blueprint.BlueprintCodec;
import dev.cyanotype.blueprint.JsonPointers;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// What is different between two blueprints.
///
/// Resources are compared by their names and dependencies as a set, so that another order is no
/// difference; other lists are compared place by place. Pointers (RFC 6901) of what is removed are
/// into the first blueprint, all others into the second one.
///
/// @param identical true where there is no difference
/// @param truncated true where there are more than [#MAX_DIFFERENCES], and the rest is left out
@RegisterForReflection
@Schema(name = "BlueprintDiff")
public record BlueprintDiff(
    boolean identical,
    boolean truncated,
    List<Value> added,
    List<Value> removed,
    List<Change> changed) {

  public static final int MAX_DIFFERENCES = 1000;

  /// @param resource that it belongs to; null for the blueprint's own fields
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(name = "DiffValue")
  public record Value(String pointer, String resource, Object value) {}

  /// @param resource as in [Value]
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(name = "DiffChange")
  public record Change(String pointer, String resource, Object from, Object to) {}

  public static BlueprintDiff of(Blueprint from, Blueprint to) {
    Comparison comparison = new Comparison();
    comparison.blueprints(from, to);
    return comparison.diff();
  }

  private static final class Comparison {

    private final List<Value> added = new ArrayList<>();
    private final List<Value> removed = new ArrayList<>();
    private final List<Change> changed = new ArrayList<>();
    private boolean truncated;
    private String resource;

    BlueprintDiff diff() {
      boolean identical = added.isEmpty() && removed.isEmpty() && changed.isEmpty();
      return new BlueprintDiff(identical, truncated, added, removed, changed);
    }

    void blueprints(Blueprint from, Blueprint to) {
      Map<String, Object> before = new LinkedHashMap<>(BlueprintCodec.toTree(from));
      Map<String, Object> after = new LinkedHashMap<>(BlueprintCodec.toTree(to));
      Map<String, Placed> resources = placed(before.remove("resources"));
      Map<String, Placed> wanted = placed(after.remove("resources"));
      values("", "", before, after);
      for (String name : union(resources.keySet(), wanted.keySet())) {
        resource = name;
        resources(resources.get(name), wanted.get(name));
      }
    }

    private record Placed(String pointer, Map<String, Object> fields, Set<Object> dependencies) {}

    @SuppressWarnings("unchecked") // as the codec makes it
    private static Map<String, Placed> placed(Object list) {
      Map<String, Placed> placed = new LinkedHashMap<>();
      for (Object one : (List<Object>) list) {
        Map<String, Object> fields = new LinkedHashMap<>((Map<String, Object>) one);
        Set<Object> dependencies =
            new LinkedHashSet<>((List<Object>) fields.remove("dependencies"));
        String pointer = "/resources/" + placed.size();
        placed.put((String) fields.get("name"), new Placed(pointer, fields, dependencies));
      }
      return placed;
    }

    private void resources(Placed from, Placed to) {
      if (from == null) {
        add(added, new Value(to.pointer(), resource, whole(to)));
      } else if (to == null) {
        add(removed, new Value(from.pointer(), resource, whole(from)));
      } else {
        values(from.pointer(), to.pointer(), from.fields(), to.fields());
        names(added, to, from.dependencies());
        names(removed, from, to.dependencies());
      }
    }

    private static Map<String, Object> whole(Placed placed) {
      Map<String, Object> whole = new LinkedHashMap<>(placed.fields());
      whole.put("dependencies", List.copyOf(placed.dependencies()));
      return whole;
    }

    private void names(List<Value> where, Placed placed, Set<Object> others) {
      int place = 0;
      for (Object name : placed.dependencies()) {
        if (!others.contains(name)) {
          add(where, new Value(placed.pointer() + "/dependencies/" + place, resource, name));
        }
        place++;
      }
    }

    /// @param at pointer to `from`
    /// @param now pointer to `to`
    private void values(String at, String now, Object from, Object to) {
      if (from instanceof Map<?, ?> before && to instanceof Map<?, ?> after) {
        maps(at, now, before, after);
      } else if (from instanceof List<?> before && to instanceof List<?> after) {
        lists(at, now, before, after);
      } else if (!Objects.equals(from, to)) {
        add(changed, new Change(now, resource, from, to));
      }
    }

    private void maps(String at, String now, Map<?, ?> from, Map<?, ?> to) {
      for (String key : union(from.keySet(), to.keySet())) {
        String step = "/" + JsonPointers.escape(key);
        if (!from.containsKey(key)) {
          add(added, new Value(now + step, resource, to.get(key)));
        } else if (!to.containsKey(key)) {
          add(removed, new Value(at + step, resource, from.get(key)));
        } else {
          values(at + step, now + step, from.get(key), to.get(key));
        }
      }
    }

    private void lists(String at, String now, List<?> from, List<?> to) {
      for (int i = 0; i < Math.max(from.size(), to.size()); i++) {
        String step = "/" + i;
        if (i >= from.size()) {
          add(added, new Value(now + step, resource, to.get(i)));
        } else if (i >= to.size()) {
          add(removed, new Value(at + step, resource, from.get(i)));
        } else {
          values(at + step, now + step, from.get(i), to.get(i));
        }
      }
    }

    private static Set<String> union(Set<?> some, Set<?> others) {
      Set<String> all = new LinkedHashSet<>();
      some.forEach(key -> all.add((String) key));
      others.forEach(key -> all.add((String) key));
      return all;
    }

    private <T> void add(List<T> differences, T difference) {
      if (added.size() + removed.size() + changed.size() < MAX_DIFFERENCES) {
        differences.add(difference);
      } else {
        truncated = true;
      }
    }
  }
}
