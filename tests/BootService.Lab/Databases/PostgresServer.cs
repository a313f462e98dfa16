using System.Globalization;
using BootService.Lab.Processes;

namespace BootService.Lab.Databases;

/// <summary>A server of PostgreSQL with data of its own, on a Unix socket in a temporary folder, as a user who may do nothing else.</summary>
/// <remarks>Its databases sort by the rules of English, as those of many sites do, where SQLite sorts by octets.</remarks>
public sealed class PostgresServer : IAsyncDisposable
{
    private const string Nobody = "65534";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly string _folder;
    private LabProcess? _process;
    private int _databases;

    private PostgresServer(string folder) => _folder = folder;

    /// <summary>The role that databases are made for.</summary>
    public const string User = "bootservice";

    /// <summary>That role's password.</summary>
    public const string Password = "correct horse; battery='staple'";

    /// <summary>The folder of its socket.</summary>
    public string Socket => _folder;

    /// <summary>A file with the password that only its owner can read.</summary>
    public string PasswordFile => Path.Combine(_folder, "password");

    /// <summary>Makes its files and starts it.</summary>
    /// <exception cref="LabException">There is no PostgreSQL on this machine, or it does not start.</exception>
    public static async Task<PostgresServer> StartAsync()
    {
        var server = new PostgresServer(Directory.CreateTempSubdirectory("bootservice-postgres-").FullName);
        await server.MakeAsync();
        await server.StartAgainAsync();
        await server.AskAsync($"CREATE ROLE {User} LOGIN PASSWORD '{Password.Replace("'", "''", StringComparison.Ordinal)}'");
        return server;
    }

    /// <summary>Starts a standby of this server.</summary>
    /// <param name="isWaitedFor">Whether the server acknowledges nothing from now on that the standby does not have.</param>
    public async Task<PostgresServer> StartStandbyAsync(bool isWaitedFor = true)
    {
        var standby = new PostgresServer(Directory.CreateTempSubdirectory("bootservice-postgres-").FullName);
        await standby.OwnAsync();
        var (command, arguments) = As(
            "pg_basebackup", "-h", Socket, "-U", "postgres", "-D", Path.Combine(standby._folder, "data"), "--write-recovery-conf", "--checkpoint=fast",
            "--no-sync");
        (await Tool.RunAsync(command, arguments)).Succeeded();
        await standby.StartAgainAsync();
        if (isWaitedFor)
        {
            await AskAsync("ALTER SYSTEM SET synchronous_standby_names = 'ANY 1 (*)'");
            await AskAsync("SELECT pg_reload_conf()");
        }

        return standby;
    }

    /// <summary>Has a standby hear nothing more of the server that it follows.</summary>
    public async Task FallBehindAsync()
    {
        await AskAsync("ALTER SYSTEM SET primary_conninfo = ''");
        await AskAsync("SELECT pg_reload_conf()");
        await Poll.UntilAsync("it hears nothing more", Limit, async () => await AskAsync("SELECT count(*) FROM pg_stat_wal_receiver") == "0");
    }

    /// <summary>Makes a standby the server that takes changes.</summary>
    public Task PromoteAsync() => AskAsync("SELECT pg_promote()");

    /// <summary>Makes an empty database.</summary>
    /// <param name="owner">Whose it is; null for <see cref="User"/>.</param>
    /// <param name="options">Further words of CREATE DATABASE, after its template.</param>
    /// <returns>Its name.</returns>
    public async Task<string> NewDatabaseAsync(string? owner = null, string options = "LOCALE_PROVIDER icu ICU_LOCALE 'en-US' ENCODING UTF8")
    {
        var name = $"site_{Interlocked.Increment(ref _databases)}";
        await AskAsync($"CREATE DATABASE {name} OWNER {owner ?? User} TEMPLATE template0 {options}");
        return name;
    }

    /// <summary>The connection string of a database, without the password.</summary>
    /// <param name="database">The database's name.</param>
    /// <param name="line">The way that is taken to it; null for the server's own socket.</param>
    public string ConnectionTo(string database, CutLine? line = null) => $"Host={line?.Folder ?? Socket};Database={database};Username={User}";

    /// <summary>Asks it something as its superuser.</summary>
    /// <returns>The answer, its cells with | between them.</returns>
    public async Task<string> AskAsync(string sql, string database = "postgres") =>
        (await Tool.RunAsync(
            "psql", ["--no-psqlrc", "-qtA", "-v", "ON_ERROR_STOP=1", "-h", Socket, "-U", "postgres", "-d", database, "-c", sql])).Succeeded().Output.Trim();

    /// <summary>Starts it again after a stop.</summary>
    public async Task StartAgainAsync()
    {
        var (command, arguments) = As("postgres", "-D", Path.Combine(_folder, "data"), "-k", Socket);
        _process = LabProcess.Start("postgres", null, command, arguments, Path.Combine(_folder, "log"), TimeProvider.System);
        await _process.SeeAsync(Limit, "database system is ready to accept");
    }

    /// <summary>Stops it: connections end at once, and what was committed is written.</summary>
    public Task StopAsync() => EndAsync("fast");

    /// <summary>Ends it as a crash does: nothing more is written, and whoever waits for an answer gets none.</summary>
    public Task CrashAsync() => EndAsync("immediate");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await CrashAsync();
            await _process.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private async Task EndAsync(string how)
    {
        if (_process is { Exited.IsCompleted: false })
        {
            var (command, arguments) = As("pg_ctl", "-D", Path.Combine(_folder, "data"), "-m", how, "stop");
            (await Tool.RunAsync(command, arguments)).Succeeded();
            await _process.Exited;
        }
    }

    private async Task OwnAsync()
    {
        await File.WriteAllTextAsync(PasswordFile, Password + "\n");
        File.SetUnixFileMode(PasswordFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        if (Environment.IsPrivilegedProcess)
        {
            (await Tool.RunAsync("chown", [Nobody, _folder])).Succeeded();
        }
    }

    private async Task MakeAsync()
    {
        await OwnAsync();
        var data = Path.Combine(_folder, "data");
        var (command, arguments) = As("initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync");
        (await Tool.RunAsync(command, arguments)).Succeeded();
        await File.AppendAllTextAsync(
            Path.Combine(data, "postgresql.conf"), "listen_addresses = ''\nfsync = off\nmax_connections = 60\nshared_buffers = 16MB\nlog_min_messages = log\n");
        await File.WriteAllTextAsync(
            Path.Combine(data, "pg_hba.conf"), "local all postgres trust\nlocal replication postgres trust\nlocal all all scram-sha-256\n");
    }

    // A server refuses to run as root.
    private static (string Command, IEnumerable<string> Arguments) As(string program, params IEnumerable<string> arguments) => Environment.IsPrivilegedProcess
        ? ("setpriv", ["--reuid", Nobody, "--regid", Nobody, "--clear-groups", "--no-new-privs", Program(program), .. arguments])
        : (Program(program), arguments);

    private static string Program(string name) =>
        Directory.Exists("/usr/lib/postgresql")
            ? Directory.EnumerateDirectories("/usr/lib/postgresql")
                .OrderByDescending(version => int.Parse(Path.GetFileName(version), CultureInfo.InvariantCulture))
                .Select(version => Path.Combine(version, "bin", name)).FirstOrDefault(File.Exists) ?? name
            : throw new LabException("missing Debian package: postgresql; install it with \"make packages\"");
}
