"""Carries out, in Spark, the statements that netsplit hands it.

An order is a line of JSON on standard input, an answer one on standard output; other threads of Spark's may
print what they like, which goes to standard error. Where the input ends, what was begun is given up, and the
database that was made is dropped.
"""

import json
import os
import queue
import shutil
import sys
import threading

oldest = 4


def main():
    # What the JVM prints must not get among the answers.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)

    def answer(**told):
        answers.write(json.dumps(told) + "\n")
        answers.flush()

    try:
        import pyspark

        if "remote" in sys.argv:
            import pyspark.sql.connect.session
    except ImportError as error:
        return answer(missing="pyspark", error=first_line(error))
    if int(pyspark.__version__.split(".")[0]) < oldest:
        return answer(missing=f"pyspark {oldest}", error=f"version {pyspark.__version__} is there")
    answer(version=pyspark.__version__)
    serve(Spark(), answer)


def serve(spark, answer):
    orders = queue.Queue()
    threading.Thread(target=listen, args=(spark, orders), daemon=True).start()
    try:
        for order in iter(orders.get, None):
            try:
                answer(rows=getattr(spark, order["do"])(**order["with"]))
            except Exception as error:
                answer(error=whole(error))
            finally:
                spark.idle.set()
    except BrokenPipeError:
        pass
    finally:
        spark.close()


def listen(spark, orders):
    """Reads orders while one is being carried out: another one may be to give it up."""
    for line in sys.stdin:
        order = json.loads(line)
        if order["do"] == "interrupt":
            spark.give_up()
        else:
            spark.idle.clear()
            orders.put(order)
    spark.give_up()
    orders.put(None)


class Spark:
    def __init__(self):
        self.session = None
        self.is_remote = False
        self.database = None
        self.location = None
        self.folder = None
        self.idle = threading.Event()
        self.idle.set()

    def begin(self, master, remote, settings, folder):
        from pyspark.sql import SparkSession

        self.folder = folder
        self.is_remote = remote is not None
        builder = SparkSession.builder.appName("netsplit")
        builder = builder.remote(remote) if remote is not None else builder
        if master is not None:
            builder = builder.master(master)
        for name, value in settings.items():
            builder = builder.config(name, value)
        self.session = builder.getOrCreate()
        if remote is None:
            self.session.sparkContext.setLogLevel("OFF")

    def open(self, database, location):
        self.drop()
        place = "" if location is None else f" LOCATION {text(location)}"
        self.session.sql(f"CREATE DATABASE {database}{place}")
        self.database = database
        self.location = None if self.is_remote else location
        self.session.sql(f"USE {database}")

    def run(self, sql):
        self.session.sql(sql).collect()

    def read(self, sql):
        return [list(row) for row in self.session.sql(sql).collect()]

    def bytes(self):
        """What the tables of the database take on disk."""
        if self.location is None:
            sizes = "SELECT max(_metadata.file_size) AS size FROM states GROUP BY _metadata.file_path"
            return self.read(f"SELECT CAST(coalesce(sum(size), 0) AS BIGINT) FROM ({sizes}) f")
        files, path = self.files(self.location)
        return [[files.getContentSummary(path).getLength()]]

    def make(self, folder):
        """Makes a folder, where it is not there; hands back whether there is a file in its place."""
        files, path = self.files(folder)
        if not files.exists(path):
            files.mkdirs(path)
        return [[int(not files.getFileStatus(path).isDirectory())]]

    def names(self, folder):
        files, path = self.files(folder)
        return [[found.getPath().getName()] for found in files.listStatus(path)]

    def load(self, folder, name):
        """The text of a file; of one that is being replaced, the text that is to replace it."""
        files, path = self.files(folder, name)
        draft = path.suffix(".draft")
        found = next((each for each in (path, draft) if files.exists(each)), None)
        if found is None:
            return []
        stream = files.open(found)
        try:
            return [[self.session.sparkContext._jvm.org.apache.commons.io.IOUtils.toString(stream, "UTF-8")]]
        finally:
            stream.close()

    def store(self, folder, name, text):
        """Replaces a file. Not all file systems do that at once, so that there may be a draft alone for a while."""
        files, path = self.files(folder, name)
        draft = path.suffix(".draft")
        stream = files.create(draft, True)
        try:
            stream.write(bytearray(text.encode()))
            stream.hsync()
        finally:
            stream.close()
        files.delete(path, False)
        if not files.rename(draft, path):
            raise OSError(f"{draft} cannot be renamed")

    def remove(self, folder, name):
        files, path = self.files(folder, name)
        files.delete(path, True)

    def files(self, *names):
        """Hadoop's file system of a path, and the path."""
        context = self.session.sparkContext
        path = context._jvm.org.apache.hadoop.fs.Path("/".join(names))
        return path.getFileSystem(context._jsc.hadoopConfiguration()), path

    def give_up(self):
        """Ends what is being carried out; again and again, as it may be between two jobs."""
        while not self.idle.is_set():
            if self.session is not None:
                self.session.interruptAll()
            self.idle.wait(0.2)

    def drop(self):
        if self.database is not None:
            self.session.sql("USE default")
            self.session.sql(f"DROP DATABASE {self.database} CASCADE")
        self.database = None

    def close(self):
        try:
            self.drop()
            if self.session is not None:
                self.session.stop()
                end_java()
        finally:
            if self.folder is not None:
                shutil.rmtree(self.folder, ignore_errors=True)


def end_java():
    """Waits for Java, where it was started here: nothing is left behind, and what it took is told of this process."""
    from pyspark import SparkContext

    gateway = SparkContext._gateway
    java = getattr(gateway, "proc", None)
    if java is not None:
        gateway.shutdown()
        java.stdin.close()
        java.wait()


def text(value):
    """A string, as SQL has it."""
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"


def first_line(error):
    lines = str(error).strip().splitlines()
    return lines[0] if lines else type(error).__name__


def whole(error):
    """What happened: what is behind a failed job comes with many lines."""
    return f"{type(error).__name__}: {str(error).strip()}"[:20_000]


main()
