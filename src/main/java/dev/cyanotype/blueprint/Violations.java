package dev.cyanotype.blueprint;

import java.util.ArrayList;
import java.util.List;

/// Collects what is wrong with a blueprint: the first [#MAX] errors and as many warnings, so that
/// an answer stays smaller than what was asked. Not thread-safe.
public final class Violations {

  public static final int MAX = 100;

  private final List<Violation> found = new ArrayList<>();
  private int errors;
  private int warnings;

  public void add(Violation violation) {
    if ((violation.isError() ? errors++ : warnings++) < MAX) {
      found.add(violation);
    }
  }

  public void addAll(List<Violation> violations) {
    violations.forEach(this::add);
  }

  public boolean hasErrors() {
    return errors > 0;
  }

  public List<Violation> toList() {
    return List.copyOf(found);
  }
}
