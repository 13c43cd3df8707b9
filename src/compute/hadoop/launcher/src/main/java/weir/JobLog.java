package weir;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hdfs.client.HdfsDataOutputStream;
import org.apache.hadoop.hdfs.client.HdfsDataOutputStream.SyncFlag;

/** What a program says, in a file that can be read while it grows, of bounded size. Thread safe. */
final class JobLog implements AutoCloseable {
  private static final long BYTES_MAX = 256L << 20;
  private static final int LAST_BYTES_MAX = 1 << 20;
  private static final int LINE_MAX = 1 << 16;
  private static final int SHOWN_LINES = 12;
  private static final int SHOWN_BYTES = 8192;
  /** What Hadoop's clients say of a job's progress. */
  private static final Pattern PROGRESS = Pattern.compile(" map (\\d+)% +reduce (\\d+)%");
  private static final Pattern PIG_PROGRESS = Pattern.compile("(\\d+)% complete$");

  private final FSDataOutputStream out;
  private final Deque<String> last = new ArrayDeque<>();
  private long written;
  private long lastBytes;
  private long leftOut;
  private boolean dirty;
  private float progress;

  JobLog(FileSystem files, Path path) throws IOException {
    out = files.create(path, true);
  }

  /** Take all that comes, line by line, to its end. */
  void follow(InputStream in) {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      StringBuilder line = new StringBuilder();
      for (int c = lines.read(); c >= 0; c = lines.read()) {
        if (c != '\n') line.append((char) c);
        if (c == '\n' || line.length() >= LINE_MAX) {
          add(line.toString());
          line.setLength(0);
        }
      }
      if (line.length() > 0) add(line.toString());
    } catch (IOException problem) {
      add("weir: the program's output cannot be read: " + problem);
    }
  }

  synchronized void add(String line) {
    if (line.startsWith("NOTE: Picked up JDK_JAVA_OPTIONS")) return;
    note(line);
    boolean full = written >= BYTES_MAX;
    if (!full) write(line);
    last.addLast(line);
    lastBytes += line.length();
    while (lastBytes > LAST_BYTES_MAX) {
      lastBytes -= last.removeFirst().length();
      if (full) ++leftOut;
    }
    if (!full && written >= BYTES_MAX) {
      last.clear();  // They are written: from here on it holds what is not.
      lastBytes = 0;
    }
  }

  synchronized float progress() {
    return progress;
  }

  /** The last lines that say something, few: where a program broke is in the log. */
  synchronized String lastLines() {
    String text = "";
    int lines = 0;
    for (Iterator<String> at = last.descendingIterator();
        at.hasNext() && lines < SHOWN_LINES && text.length() < SHOWN_BYTES; ) {
      String line = at.next();
      if (line.trim().isEmpty() || line.startsWith("\tat ") || line.startsWith("\t... ")) continue;
      text = line + "\n" + text;
      ++lines;
    }
    return text.length() > SHOWN_BYTES ? text.substring(text.length() - SHOWN_BYTES) : text;
  }

  /** Let readers see what was added. */
  synchronized void flush() {
    if (!dirty) return;
    dirty = false;
    try {
      if (out instanceof HdfsDataOutputStream) {
        ((HdfsDataOutputStream) out).hsync(EnumSet.of(SyncFlag.UPDATE_LENGTH));
      } else {
        out.hflush();
      }
    } catch (IOException problem) {
      System.err.println("weir: the log cannot be written: " + problem);
    }
  }

  @Override
  public synchronized void close() throws IOException {
    if (written >= BYTES_MAX) {
      write("weir: " + leftOut + " lines are left out");
      for (String line : last) write(line);
    }
    out.close();
  }

  private void write(String line) {
    byte[] bytes = Launcher.bytesOf(line);
    written += bytes.length;
    dirty = true;
    try {
      out.write(bytes);
    } catch (IOException problem) {
      System.err.println("weir: the log cannot be written: " + problem);
    }
  }

  private void note(String line) {
    Matcher seen = PROGRESS.matcher(line);
    if (seen.find()) {
      progress = (Integer.parseInt(seen.group(1)) + Integer.parseInt(seen.group(2))) / 200f;
      return;
    }
    seen = PIG_PROGRESS.matcher(line);
    if (seen.find()) progress = Math.min(100, Integer.parseInt(seen.group(1))) / 100f;
  }
}
