package dev.cyanotype.conversation;

import dev.cyanotype.llm.LlmException;
import dev.cyanotype.problem.ProblemException;
import dev.cyanotype.problem.ProblemMapper;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/// A model's failure in a call that is answered in one piece.
public class LlmProblems {

  private final ProblemMapper problems;

  LlmProblems(ProblemMapper problems) {
    this.problems = problems;
  }

  @ServerExceptionMapper
  public Response failed(LlmException e, HttpHeaders headers) {
    ProblemException problem =
        switch (e.kind()) {
          case TIMEOUT -> ProblemException.gatewayTimeout(e.getMessage());
          case UNREACHABLE, REFUSED, BROKEN -> ProblemException.badGateway(e.getMessage());
        };
    return problems.problem(problem, headers);
  }
}
