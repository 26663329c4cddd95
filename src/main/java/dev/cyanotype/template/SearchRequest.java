package dev.cyanotype.template;

import dev.cyanotype.problem.FieldError;
import dev.cyanotype.problem.ProblemException;
import dev.cyanotype.template.search.SearchIndex;
import java.util.ArrayList;
import java.util.List;

/// A search as the parameters of a URL ask for it.
///
/// @param query not blank, at most [SearchIndex#MAX_QUERY_LENGTH] characters
/// @param limit 1 to 50
record SearchRequest(String query, int limit) {

  private static final int MAX_LIMIT = 50;

  /// @throws ProblemException 422 where one of the two is out of its bounds
  static SearchRequest of(String query, String limit) {
    List<FieldError> errors = new ArrayList<>();
    checkQuery(query, errors);
    int number = number(limit);
    if (number < 1 || number > MAX_LIMIT) {
      errors.add(new FieldError("limit", "must be a whole number from 1 to " + MAX_LIMIT));
    }
    if (!errors.isEmpty()) {
      throw ProblemException.unprocessable(errors);
    }
    return new SearchRequest(query, number);
  }

  private static void checkQuery(String query, List<FieldError> errors) {
    if (query == null || query.isBlank()) {
      errors.add(new FieldError("query", "must be the words to search for, such as 'kubernetes'"));
    } else if (query.length() > SearchIndex.MAX_QUERY_LENGTH) {
      errors.add(
          new FieldError(
              "query", "must be at most " + SearchIndex.MAX_QUERY_LENGTH + " characters long"));
    }
  }

  private static int number(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException _) {
      return 0;
    }
  }
}
