using BootService.Core.Events;
using BootService.Core.Hosts;
using BootService.Core.Installs;
using BootService.Core.Inventories;
using BootService.Core.Tests.Inventories;
using BootService.Storage.Postgres;
using CsCheck;
using Xunit;

namespace BootService.Storage.Tests.Engines;

/// <summary>Everything stored, from a file into a server and back.</summary>
public sealed class MoveTests(PostgresFixture postgres) : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TemporaryFolder _server = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _folder.Dispose();
        _server.Dispose();
    }

    [Fact]
    public async Task What_was_in_a_file_is_in_the_server_and_in_a_file_again()
    {
        using var file = BootDatabase.Open(_folder.Path);
        var expected = Samples.Empty;
        foreach (var change in ArbitraryChanges.Any.Array[300].Single())
        {
            if (ArbitraryChanges.Lawful(expected, change) is { } lawful && lawful is not Change.AttemptSet { Attempt.MayInstall: true })
            {
                await file.Appliance.CommitAsync([lawful], Cancel);
                expected = expected.With(lawful);
            }
        }

        await file.Events.AppendAsync([default(BootEvent) with { Name = "a", Host = "h" }, default(BootEvent) with { Name = "b" }], Cancel);
        expected = expected.With(
            expected.Hosts.Values.Where(host => host.Action is BootAction.Install).Select(host => new Change.HostSet(host with { Action = BootAction.Os }))
                .ToList());
        var address = PostgresFixture.AddressOf(postgres.Server, await postgres.Server.NewDatabaseAsync());

        var there = ServerMove.Run(file, address);
        using var server = PostgresDatabase.Open(address, _server.Path, PostgresFixture.Named("frontend"));
        var back = FileMove.Run(server, _folder.At("back/../again.db"));

        Assert.Equal(there.Rows, back.Rows);
        SameInventory.Check(expected, await Samples.LoadAsync(server, Cancel), ArbitraryChanges.Owners);
        Directory.CreateDirectory(_folder.At("second"));
        File.Move(_folder.At("again.db"), _folder.At("second/bootservice.db"));
        using var again = BootDatabase.Open(_folder.At("second"));
        SameInventory.Check(expected, await Samples.LoadAsync(again, Cancel), ArbitraryChanges.Owners);
        var audit = await file.Audit.ListAuditAsync([], 1000, Cancel);
        foreach (var database in (BootDatabase[])[server, again])
        {
            Assert.Equal(["a", "b"], (await database.Events.ListAsync([], 9, Cancel)).Select(happened => happened.Name));
            Assert.Equal(audit.AsEnumerable(), await database.Audit.ListAuditAsync([], 1000, Cancel));
            Assert.Equal((await file.Audit.FindUndoAsync(null, Cancel))?.Change, (await database.Audit.FindUndoAsync(null, Cancel))?.Change);

            // Numbers go on behind those that were copied.
            await database.Events.AppendAsync([default(BootEvent) with { Name = "c" }], Cancel);
            Assert.Equal(["a", "b", "c"], (await database.Events.ListAsync([], 9, Cancel)).Select(happened => happened.Name));
        }
    }

    [Fact]
    public async Task Who_is_set_to_install_boots_his_disk_in_the_copy_and_installs_where_it_was_made()
    {
        using var file = BootDatabase.Open(_folder.Path);
        await file.Appliance.CommitAsync(
            [new Change.HostSet(Samples.Host(1) with { Action = BootAction.Install }), new Change.AttemptSet(Samples.Attempt(1, Samples.Name(1)), "text")],
            Cancel);
        var address = PostgresFixture.AddressOf(postgres.Server, await postgres.Server.NewDatabaseAsync());

        Assert.Equal(1, ServerMove.Run(file, address).Disarmed);

        using var server = PostgresDatabase.Open(address, _server.Path, PostgresFixture.Named("frontend"));
        var copied = await Samples.LoadAsync(server, Cancel);
        Assert.Equal((BootAction.Os, AttemptState.Cancelled), (copied.HostOf(Samples.Name(1))!.Action, copied.AttemptOf(Samples.Name(1))!.State));
        Assert.Equal(BootAction.Install, (await Samples.LoadAsync(file, Cancel)).HostOf(Samples.Name(1))!.Action);
    }

    [Fact]
    public async Task What_is_there_already_is_never_written_over()
    {
        using var file = BootDatabase.Open(_folder.Path);
        await file.Appliance.CommitAsync([new Change.HostSet(Samples.Host(1))], Cancel);
        var name = await postgres.Server.NewDatabaseAsync();
        var address = PostgresFixture.AddressOf(postgres.Server, name);
        ServerMove.Run(file, address);

        Assert.Contains(
            "is not empty (its table hosts has rows)", Assert.Throws<StorageException>(() => ServerMove.Run(file, address)).Message, StringComparison.Ordinal);
        Assert.Contains("is there already", Assert.Throws<StorageException>(() => FileMove.Run(file, _folder.Database)).Message, StringComparison.Ordinal);
        using var used = PostgresDatabase.Open(address, _server.Path, PostgresFixture.Named("fe1"), isAlone: true);
        Assert.Contains(
            "another bootservice (bootservice fe1)", Assert.Throws<StorageException>(() => ServerMove.Run(file, address)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_backup_of_the_server_is_a_file_that_any_frontend_is_restored_from()
    {
        var address = PostgresFixture.AddressOf(postgres.Server, await postgres.Server.NewDatabaseAsync());
        using var server = PostgresDatabase.Open(address, _server.Path, PostgresFixture.Named("frontend"));
        await server.Appliance.CommitAsync([new Change.HostSet(Samples.Host(1)), Samples.Attribute(Samples.Name(1), "a", "1")], Cancel);

        var made = await server.Backup.BackupAsync(null, Samples.Noon, Cancel);

        Assert.Equal((_server.At("backups/bootservice-20260504-100000.db"), 1), (made.File, made.Hosts));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(made.File));
        Assert.Contains("1 hosts", DatabaseRestore.Run(_folder.Path, made.File), StringComparison.Ordinal);
        using var restored = BootDatabase.Open(_folder.Path);
        Assert.Equal(Samples.Host(1), (await Samples.LoadAsync(restored, Cancel)).HostOf(Samples.Name(1)));
    }
}
