using BootService.Core;
using BootService.Core.Hosts;
using BootService.Core.Installs;
using BootService.Core.Inventories;
using Xunit;

namespace BootService.Storage.Tests;

public sealed class BackupTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_copy_made_while_the_database_is_in_use_holds_what_was_acknowledged_and_is_its_owners_alone()
    {
        using var database = BootDatabase.Open(_folder.Path);
        await database.Appliance.CommitAsync([new Change.HostSet(Samples.Host(1))], Cancel);

        var made = await database.Backup.BackupAsync(null, Samples.Noon, Cancel);
        await database.Appliance.CommitAsync([new Change.HostSet(Samples.Host(2))], Cancel);

        Assert.Equal((_folder.At("backups/bootservice-20260504-100000.db"), 1), (made.File, made.Hosts));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(made.File));
        Assert.Single(Directory.GetFiles(_folder.At("backups")));
    }

    [Fact]
    public async Task Copies_that_are_asked_for_at_once_are_so_many_files()
    {
        using var database = BootDatabase.Open(_folder.Path);

        var made = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => database.Backup.BackupAsync(null, Samples.Noon, Cancel)));

        Assert.Equal(
            ["bootservice-20260504-100000-2.db", "bootservice-20260504-100000-3.db", "bootservice-20260504-100000.db"],
            made.Select(one => Path.GetFileName(one.File)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_file_that_is_there_is_never_written_over()
    {
        using var database = BootDatabase.Open(_folder.Path);
        await File.WriteAllTextAsync(_folder.At("mine"), "mine", Cancel);

        await Assert.ThrowsAsync<RefusedException>(() => database.Backup.BackupAsync(_folder.At("mine"), Samples.Noon, Cancel));
        await Assert.ThrowsAsync<RefusedException>(() => database.Backup.BackupAsync(_folder.At("no/such/folder"), Samples.Noon, Cancel));

        Assert.Equal("mine", await File.ReadAllTextAsync(_folder.At("mine"), Cancel));
    }

    [Fact]
    public async Task What_is_restored_is_what_was_copied_but_nothing_of_it_installs()
    {
        var copy = _folder.At("copy.db");
        using (var database = BootDatabase.Open(_folder.Path))
        {
            var armed = Samples.Host(1) with { Action = BootAction.Install };
            await database.Appliance.CommitAsync([new Change.HostSet(armed), new Change.AttemptSet(Samples.Attempt(1, armed.Name), "text")], Cancel);
            await database.Backup.BackupAsync(copy, Samples.Noon, Cancel);
            await database.Appliance.CommitAsync([new Change.HostSet(Samples.Host(2))], Cancel);
            Assert.Contains(
                "another bootservice is using", Assert.Throws<StorageException>(() => DatabaseRestore.Run(_folder.Path, copy)).Message,
                StringComparison.Ordinal);
        }

        var told = DatabaseRestore.Run(_folder.Path, copy);

        Assert.Equal(
            $"{_folder.Database} is what {copy} holds: 1 hosts, 1 of them set to install then and not any more; the database before lies aside as "
                + $"{_folder.Database}.replaced-1", told);
        using var restored = BootDatabase.Open(_folder.Path);
        var inventory = await Samples.LoadAsync(restored, Cancel);
        Assert.Equal(Samples.Host(1) with { Action = BootAction.Os }, Assert.Single(inventory.Hosts).Value);
        Assert.Equal(AttemptState.Cancelled, inventory.AttemptOf(Samples.Name(1))?.State);
        Assert.Equal("text", await restored.Appliance.TextAsync(1, Cancel));
    }

    [Theory]
    [InlineData("this is no database", "it does not begin like a database: unpack it where it is packed, or take another copy")]
    [InlineData("", "it is empty: take another copy")]
    public async Task What_is_no_good_copy_leaves_the_database_as_it_was(string text, string why)
    {
        BootDatabase.Open(_folder.Path).Dispose();
        var before = await File.ReadAllBytesAsync(_folder.Database, Cancel);
        var copy = _folder.At("copy.db");
        await File.WriteAllTextAsync(copy, text, Cancel);

        Assert.Equal($"{copy} is not restored: {why}", Assert.Throws<StorageException>(() => DatabaseRestore.Run(_folder.Path, copy)).Message);
        Assert.Contains(
            "there is no file", Assert.Throws<StorageException>(() => DatabaseRestore.Run(_folder.Path, _folder.At("absent"))).Message,
            StringComparison.Ordinal);

        Assert.Equal(before, await File.ReadAllBytesAsync(_folder.Database, Cancel));
    }

    [Fact]
    public async Task From_the_disk_of_a_frontend_that_broke_what_lies_beside_the_database_is_restored_too()
    {
        using var database = BootDatabase.Open(_folder.Path);
        await database.Appliance.CommitAsync([new Change.HostSet(Samples.Host(1))], Cancel);
        using var broken = _folder.AfterPowerLoss();
        using var there = new TemporaryFolder();

        DatabaseRestore.Run(there.Path, broken.Database);

        using var restored = BootDatabase.Open(there.Path);
        Assert.Equal(Samples.Name(1), Assert.Single((await Samples.LoadAsync(restored, Cancel)).Hosts).Key);
    }

    [Fact]
    public async Task A_restore_without_room_leaves_nothing_and_says_which_disk_is_full()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root may mount a small disk");
        var copy = _folder.At("copy.db");
        using (var database = BootDatabase.Open(_folder.Path))
        {
            await database.Appliance.CommitAsync([.. Enumerable.Range(1, 5000).Select(number => new Change.HostSet(Samples.Host(number)))], Cancel);
            await database.Backup.BackupAsync(copy, Samples.Noon, Cancel);
        }

        using var there = new TemporaryFolder();
        using var disk = SmallDisk.Mount(there.Path);

        var refusal = Assert.Throws<StorageException>(() => DatabaseRestore.Run(there.Path, copy)).Message;

        Assert.StartsWith($"{copy} could not be put into {there.Path} (", refusal, StringComparison.Ordinal);
        Assert.Contains($"{there.Database}.new cannot be written: no space left on its disk", refusal, StringComparison.Ordinal);
        Assert.DoesNotContain(Directory.GetFiles(there.Path), file => file.EndsWith(".new", StringComparison.Ordinal));
    }
}
