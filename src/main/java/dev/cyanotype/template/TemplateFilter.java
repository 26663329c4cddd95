package dev.cyanotype.template;

import dev.cyanotype.problem.FieldError;
import dev.cyanotype.problem.ProblemException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Which templates a list shall have; all, where neither is given.
record TemplateFilter(Optional<Category> category, Optional<Complexity> complexity) {

  /// @param category null or empty for every category
  /// @param complexity null or empty for every complexity
  /// @throws ProblemException 422 for a word that is neither a category nor a complexity
  static TemplateFilter of(String category, String complexity) {
    List<FieldError> errors = new ArrayList<>();
    TemplateFilter filter =
        new TemplateFilter(
            oneOf(category, "category", Category.values(), Category::id, errors),
            oneOf(complexity, "complexity", Complexity.values(), Complexity::id, errors));
    if (!errors.isEmpty()) {
      throw ProblemException.unprocessable(errors);
    }
    return filter;
  }

  boolean fits(Template template) {
    return category.map(wanted -> wanted == template.category()).orElse(true)
        && complexity.map(wanted -> wanted == template.complexity()).orElse(true);
  }

  private static <T> Optional<T> oneOf(
      String text, String parameter, T[] values, Function<T, String> id, List<FieldError> errors) {
    if (text == null || text.isEmpty()) {
      return Optional.empty();
    }
    Optional<T> found =
        Arrays.stream(values).filter(value -> id.apply(value).equals(text)).findFirst();
    if (found.isEmpty()) {
      String allowed = Arrays.stream(values).map(id).collect(Collectors.joining(", "));
      errors.add(new FieldError(parameter, "must be one of " + allowed));
    }
    return found;
  }
}
