using BootService.Core.Inventories;
using Microsoft.Data.Sqlite;
using Xunit;

namespace BootService.Storage.Tests;

/// <summary>Disks that are full, files that are damaged, folders that cannot be written: one sentence each, and the stored state as it was.</summary>
public sealed class FaultTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_number_that_is_put_again_is_written_again_so_that_a_trial_tells_of_a_disk_that_takes_nothing()
    {
        using var database = SqliteDatabase.Open(_folder.Path);
        await database.Appliance.CommitAsync([new Change.AttemptCounted(7)], Cancel);
        await database.Appliance.CommitAsync([new Change.AttemptCounted(7)], Cancel);
        var before = Log();

        await database.Appliance.CommitAsync([new Change.AttemptCounted(7)], Cancel);

        Assert.NotEqual(before, Log());

        byte[] Log()
        {
            using var file = new FileStream(_folder.Database + "-wal", FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var octets = new MemoryStream();
            file.CopyTo(octets);
            return octets.ToArray();
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_full_disk_refuses_the_commit_whole_and_takes_it_when_there_is_room(bool mounted)
    {
        // Mounting takes root; anybody else sees the database itself limited a second time.
        using var disk = mounted && Environment.IsPrivilegedProcess ? SmallDisk.Mount(_folder.Path) : SmallDisk.Pretend();
        using var database = SqliteDatabase.Open(_folder.Path);
        await database.Appliance.CommitAsync([new Change.HostSet(Samples.Host(1))], Cancel);
        disk.Fill(database.Writer.Connection);

        var refusal = await Assert.ThrowsAsync<StorageException>(() => CommitManyAsync(database));

        Assert.Equal($"the database {_folder.Database} cannot be written: no space left on its disk, so make room there", refusal.Message);
        Assert.Single((await Samples.LoadAsync(database, Cancel)).Hosts);

        disk.MakeRoom(database.Writer.Connection);
        await CommitManyAsync(database);
        Assert.Equal(501, (await Samples.LoadAsync(database, Cancel)).Hosts.Count);
    }

    [Theory]
    [InlineData("gone")]
    [InlineData("empty")]
    [InlineData("hollow")]
    public async Task A_database_that_is_lost_beside_leases_is_not_taken_for_a_new_one(string how)
    {
        using (var database = SqliteDatabase.Open(_folder.Path))
        {
            await database.Appliance.CommitAsync([new Change.HostSet(Samples.Host(1))], Cancel);
        }

        await File.WriteAllTextAsync(_folder.At("leases.snapshot"), "leases", Cancel);
        File.Delete(_folder.Database);
        if (how == "empty")
        {
            await File.WriteAllTextAsync(_folder.Database, string.Empty, Cancel);
        }
        else if (how == "hollow")
        {
            SqliteDatabase.Open(_folder.Path, mayBeNew: true).Dispose();
        }

        var refusal = Assert.Throws<StorageException>(() => SqliteDatabase.Open(_folder.Path));

        Assert.Equal(
            $"the database {_folder.Database} {(how == "gone" ? "is gone" : how == "empty" ? "is empty" : "holds nothing")}, though leases.snapshot beside it "
                + "says that there was one: "
            + "put the newest copy in its place (\"bootservice --restore FILE\"), or, to begin with no hosts, start once with --new-frontend, or move "
                + "leases.snapshot away",
            refusal.Message);
        using var begun = SqliteDatabase.Open(_folder.Path, mayBeNew: true);
        Assert.Empty((await Samples.LoadAsync(begun, Cancel)).Hosts);
    }

    [Fact]
    public async Task A_first_start_that_was_cut_off_goes_on_at_the_next_one()
    {
        using (var first = SqliteDatabase.Open(_folder.Path))
        {
            // The tables are made, and nothing is in them yet.
            using var cutOff = _folder.AfterPowerLoss();
            using var next = SqliteDatabase.Open(cutOff.Path);
            await next.Appliance.CommitAsync([new Change.HostSet(Samples.Host(1))], Cancel);
            Assert.Single((await Samples.LoadAsync(next, Cancel)).Hosts);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(32)]
    public async Task A_log_that_was_damaged_before_anything_of_it_came_into_the_database_is_no_first_start(int at)
    {
        using var database = SqliteDatabase.Open(_folder.Path);
        await database.Appliance.CommitAsync([new Change.HostSet(Samples.Host(1))], Cancel);
        using var damaged = _folder.AfterPowerLoss();
        using (var log = File.OpenHandle(damaged.Database + "-wal", access: FileAccess.ReadWrite))
        {
            RandomAccess.Write(log, new byte[] { 0xA5, 0xA5, 0xA5, 0xA5 }, at);
        }

        var refusal = Assert.Throws<StorageException>(() => SqliteDatabase.Open(damaged.Path)).Message;
        Assert.Contains("bootservice.db-wal beside it says that there was one", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Damage_in_pages_that_the_start_does_not_read_is_found()
    {
        using (var database = SqliteDatabase.Open(_folder.Path))
        {
            await CommitManyAsync(database);
            Assert.Null(database.Examine());
        }

        var bytes = await File.ReadAllBytesAsync(_folder.Database, Cancel);
        int page;
        using (var connection = new SqliteConnection($"Data Source={_folder.Database};Pooling=False"))
        {
            connection.Open();
            using var command = new SqliteCommand("SELECT rootpage FROM sqlite_master WHERE name = 'audit'", connection);
            page = (int)(long)command.ExecuteScalar()!;
        }

        bytes.AsSpan(4096 * (page - 1), 4096).Fill(0xA5);
        await File.WriteAllBytesAsync(_folder.Database, bytes, Cancel);
        using var damaged = SqliteDatabase.Open(_folder.Path);

        Assert.Equal(500, (await Samples.LoadAsync(damaged, Cancel)).Hosts.Count);
        Assert.StartsWith($"the database {_folder.Database} is damaged (", damaged.Examine(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_start_on_a_full_disk_reads_everything_and_refuses_changes_until_there_is_room()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root may mount a small disk");
        using var disk = SmallDisk.Mount(_folder.Path);
        using (var database = SqliteDatabase.Open(_folder.Path))
        {
            await database.Appliance.CommitAsync([new Change.HostSet(Samples.Host(1))], Cancel);
        }

        var filler = _folder.At("filler");
        try
        {
            await File.WriteAllBytesAsync(filler, new byte[64 << 20], Cancel);
        }
        catch (IOException)
        {
            // That was the aim.
        }

        using var full = SqliteDatabase.Open(_folder.Path);
        Assert.Single((await Samples.LoadAsync(full, Cancel)).Hosts);
        Assert.Contains("no space left", (await Assert.ThrowsAsync<StorageException>(() => CommitManyAsync(full))).Message, StringComparison.Ordinal);
        File.Delete(filler);
        await full.Appliance.CommitAsync([new Change.HostSet(Samples.Host(2))], Cancel);
        Assert.Equal(2, (await Samples.LoadAsync(full, Cancel)).Hosts.Count);
    }

    [Fact]
    public async Task A_table_that_is_gone_is_damage_with_the_remedy()
    {
        using var database = SqliteDatabase.Open(_folder.Path);
        Run(database.Writer.Connection, "PRAGMA foreign_keys = OFF; DROP TABLE interfaces");
        Assert.StartsWith(
            $"the database {_folder.Database} is damaged (no such table: interfaces): move it aside",
            (await Assert.ThrowsAsync<StorageException>(() => database.Appliance.LoadAsync(Cancel))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_database_is_named_with_the_remedy()
    {
        File.WriteAllText(_folder.Database, new string('x', 8192));

        var refusal = Assert.Throws<StorageException>(() => SqliteDatabase.Open(_folder.Path));

        Assert.Equal(
            $"the database {_folder.Database} is damaged (it does not begin like a database): move it aside and put the newest copy in its place, or start "
                + "without one", refusal.Message);
    }

    [Fact]
    public async Task Damaged_pages_are_named_when_they_are_read()
    {
        using (var database = SqliteDatabase.Open(_folder.Path))
        {
            await CommitManyAsync(database);
        }

        var bytes = await File.ReadAllBytesAsync(_folder.Database, Cancel);
        bytes.AsSpan(4096 * 2).Fill(0xA5);
        await File.WriteAllBytesAsync(_folder.Database, bytes, Cancel);

        var refusal = await Assert.ThrowsAsync<StorageException>(async () =>
        {
            using var database = SqliteDatabase.Open(_folder.Path);
            await database.Appliance.LoadAsync(Cancel);
        });

        Assert.Contains($"the database {_folder.Database} is damaged", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("UPDATE hosts SET action = 'dance'", "hosts.action of backend-0-1: it is none of Install, None, Os")]
    [InlineData("UPDATE hosts SET action = '2'", "hosts.action of backend-0-1: it is none of")]
    [InlineData("UPDATE hosts SET rack = 99999999999", "hosts.rack of backend-0-1: ")]
    [InlineData("UPDATE hosts SET rack = x'01'", "hosts.rack of backend-0-1: octets where text belongs")]
    [InlineData("INSERT INTO networks (name, address, prefix, pxe, mtu) VALUES ('wide', 0, 16, 0, 'one')", "networks.mtu of wide: text where a number belongs")]
    [InlineData(
        "INSERT INTO networks (name, address, prefix, pxe, mtu) VALUES ('wide', 0, 16, 0, x'01')", "networks.mtu of wide: octets where a number belongs")]
    [InlineData(
        "INSERT INTO networks (name, address, prefix, pxe, mtu) VALUES ('wide', 0, 16, 0, 1.5)", "networks.mtu of wide: a fraction where a number belongs")]
    [InlineData("UPDATE hosts SET comment = x'ff00fe'", "hosts.comment of backend-0-1: octets where text belongs")]
    [InlineData("UPDATE hosts SET comment = CAST(x'61ff62' AS TEXT)", "hosts.comment of backend-0-1: its text is not UTF-8")]
    [InlineData("UPDATE hosts SET name = '..'", "hosts.name of ..: ")]
    [InlineData("UPDATE hosts SET groups = '{'", "hosts.groups of backend-0-1: it is no list of names")]
    [InlineData("UPDATE hosts SET groups = '[null]'", "hosts.groups of backend-0-1: a name is missing in it")]
    [InlineData("UPDATE interfaces SET mac = 'zz:zz'", "interfaces.mac of backend-0-1 eth0: text where a number belongs")]
    [InlineData("UPDATE interfaces SET vlan = 'ten'", "interfaces.vlan of backend-0-1 eth0: text where a number belongs")]
    [InlineData("UPDATE interfaces SET address = -1", "interfaces.address of backend-0-1 eth0: ")]
    [InlineData("UPDATE interfaces SET is_default = 2", "interfaces.is_default of backend-0-1 eth0: it is neither yes nor no")]
    [InlineData("UPDATE attributes SET text = x'ff00fe'", "attributes.text of Host backend-0-1 a: octets where text belongs")]
    [InlineData("UPDATE attributes SET since = 'noon'", "attributes.since of Host backend-0-1 a: text where a number belongs")]
    [InlineData("INSERT INTO networks (name, address, prefix, pxe, mtu) VALUES ('wide', 0, 77, 0, 1500)", "networks.prefix of wide: ")]
    [InlineData("INSERT INTO tokens (name, digest, role, made) VALUES ('me', 'd', 'Admin', -5)", "tokens.made of me: ")]
    public async Task A_row_that_no_version_wrote_is_damage_and_neither_a_crash_nor_another_value(string damage, string where)
    {
        using var database = SqliteDatabase.Open(_folder.Path);
        await database.Appliance.CommitAsync([new Change.HostSet(Samples.Host(1)), Samples.Attribute(Samples.Name(1), "a", "1")], Cancel);
        Run(database.Writer.Connection, $"PRAGMA foreign_keys = OFF; {damage}");

        var refusal = await Assert.ThrowsAsync<StorageException>(() => database.Appliance.LoadAsync(Cancel));

        Assert.StartsWith($"the database {_folder.Database} is damaged ({where}", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_database_of_something_else_is_left_alone()
    {
        using (var other = new SqliteConnection($"Data Source={_folder.Database};Pooling=False"))
        {
            other.Open();
            Run(other, "CREATE TABLE bookmarks (url TEXT)");
        }

        var refusal = Assert.Throws<StorageException>(() => SqliteDatabase.Open(_folder.Path));

        Assert.Equal($"{_folder.Database} is a database of something else: move it aside, or set DataDirectory to another folder", refusal.Message);
    }

    [Theory]
    [InlineData("/proc/bootservice")]
    [InlineData("/dev/null/data")]
    public void A_folder_that_cannot_be_made_is_named_with_the_remedy(string directory)
    {
        var refusal = Assert.Throws<StorageException>(() => BootDatabase.Open(directory));

        Assert.StartsWith($"the data directory {directory} cannot be written (", refusal.Message, StringComparison.Ordinal);
        Assert.EndsWith("): let bootservice own it, or set DataDirectory to a folder it may write", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_in_the_databases_place_is_refused_in_a_sentence()
    {
        Directory.CreateDirectory(_folder.Database);

        var refusal = Assert.Throws<StorageException>(() => SqliteDatabase.Open(_folder.Path));

        Assert.Contains(_folder.Path, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_holds_the_database_is_waited_for_and_then_named()
    {
        using var database = SqliteDatabase.Open(_folder.Path);
        using var other = new SqliteConnection($"Data Source={_folder.Database};Pooling=False");
        other.Open();
        Run(database.Writer.Connection, "PRAGMA busy_timeout = 1");
        database.Writer.Connection.DefaultTimeout = 1;
        Run(other, "BEGIN IMMEDIATE");

        var refusal = await Assert.ThrowsAsync<StorageException>(() => CommitManyAsync(database));

        Assert.Contains("is held by another program", refusal.Message, StringComparison.Ordinal);
        Run(other, "ROLLBACK");
        await CommitManyAsync(database);
    }

    private static Task CommitManyAsync(BootDatabase database) =>
        database.Appliance.CommitAsync(
            [.. Enumerable.Range(2, 500).Select(number => new Change.HostSet(Samples.Host(number) with { Comment = new string('c', 3000) }))], Cancel);

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = new SqliteCommand(sql, connection);
        command.ExecuteNonQuery();
    }
}
