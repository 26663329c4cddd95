package dev.cyanotype.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Has what is committed written out, for several at once: those that have committed while one
/// checkpoint is written share the next one.
final class Checkpoints {

  /// Writes out everything that was committed before it began.
  @FunctionalInterface
  interface Writing {
    void with(Connection connection) throws SQLException;
  }

  private final Writing writing;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition ended = lock.newCondition();
  private long asked;
  private long written;
  private boolean isWriting;

  Checkpoints(Writing writing) {
    this.writing = writing;
  }

  /// Returns after a checkpoint that began later than this call.
  ///
  /// @throws SQLException where it was this caller who had to write it, and could not
  void await(Connection connection) throws SQLException {
    lock.lock();
    try {
      long mine = ++asked;
      while (written < mine) {
        if (isWriting) {
          ended.awaitUninterruptibly();
        } else {
          writeForAll(connection);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private void writeForAll(Connection connection) throws SQLException {
    long all = asked;
    isWriting = true;
    try {
      writeUnlocked(connection);
      written = all;
    } finally {
      isWriting = false;
      ended.signalAll();
    }
  }

  private void writeUnlocked(Connection connection) throws SQLException {
    lock.unlock();
    try {
      writing.with(connection);
    } finally {
      lock.lock();
    }
  }
}
