using BootService.Backups;
using BootService.Commands.Ports;
using BootService.Commands.Tests.Support;
using BootService.Core;
using BootService.Core.Dhcp;
using BootService.Core.Hosts;
using BootService.Core.Inventories;
using BootService.Core.Networks;
using BootService.Core.Stores;
using BootService.Dhcp;
using BootService.Media.Archives;
using BootService.Protocols.Net;
using BootService.Settings;
using BootService.Storage;
using Xunit;

namespace BootService.Tests.Backups;

/// <summary>A whole frontend into one file and out of it again, on a machine with another address.</summary>
public sealed class FrontendRestoreTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    private readonly string _folder = Directory.CreateTempSubdirectory("bootservice-whole-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Copy => At("copy.tar");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task On_an_empty_machine_with_another_address_everything_is_there_and_follows_it()
    {
        var made = await BackUpAsync();
        Assert.Equal((1, Copy), (made.Hosts, made.File));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Copy));
        Assert.Equal([Copy], Directory.EnumerateFileSystemEntries(_folder, "copy*"));
        Assert.Contains(made.LeftOut, sentence => sentence.Contains("is served from /srv/disc.iso, which is not in the backup", StringComparison.Ordinal));

        var said = await RestoreAsync("there", Frontend("10.7.0.1", "10.7.0.0/16", "eno2"));

        Assert.Equal("the kernel", await File.ReadAllTextAsync(At("there/export/pallets/CentOS/vmlinuz"), Cancel));
        Assert.Equal("signs", await File.ReadAllTextAsync(At("there/data/archive.key"), Cancel));
        Assert.Equal("""{ "Interface": "eno2", "Admin": { "Listen": "10.7.0.1:8443" } }""", await File.ReadAllTextAsync(At("there/settings.json"), Cancel));
        Assert.Equal("keys of root there", await File.ReadAllTextAsync(At("there/frontend.pub"), Cancel));
        var inventory = await StoredAsync("there");
        Assert.Equal(Ipv4Network.Parse("10.7.0.0/16"), inventory.Networks["private"].Subnet);
        Assert.Equal("10.7.0.9", $"{Assert.Single(inventory.Hosts.Values).Address}");
        Assert.Equal(
            [
                $"{At("there/data/bootservice.db")} is what {Copy} holds: 1 hosts",
                "this frontend was 10.1.1.1 and is 10.7.0.1: network private is 10.7.0.0/16 and was 10.1.0.0/16; 1 addresses of hosts have their place in it, "
                    + "backend-0-0 is 10.7.0.9 and was 10.1.0.9",
                $"4 files were put into {At("there/export")} and {At("there/data")}",
                $"settings are in {At("there/settings.json")}, with this machine's address and interface",
                $"1 files of the site name 10.1.1.1 still, and were left as they are: {At("there/export/bootfiles/menu.cfg")}",
                "the certificate of Admin:Listen is made anew at the start, for the new address",
            ],
            said);
    }

    [Fact]
    public async Task On_its_own_machine_what_changed_since_lies_aside_and_no_address_is_touched()
    {
        await BackUpAsync();
        await File.WriteAllTextAsync(At("here/export/bootfiles/menu.cfg"), "edited since", Cancel);
        var said = await RestoreAsync("here", Frontend("10.1.1.1", "10.1.0.0/16", "eth1"));
        Assert.Equal("at 10.1.1.1", await File.ReadAllTextAsync(At("here/export/bootfiles/menu.cfg"), Cancel));
        Assert.Equal("edited since", await File.ReadAllTextAsync(At("here/export/bootfiles/menu.cfg.replaced-1"), Cancel));
        Assert.Equal("10.1.0.9", $"{Assert.Single((await StoredAsync("here")).Hosts.Values).Address}");
        Assert.Equal(2, said.Count);
        Assert.Contains("; 1 that were others lie aside: ", said[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_file_is_told_and_never_waited_for()
    {
        using (var make = System.Diagnostics.Process.Start("mkfifo", At("pipe")))
        {
            await make.WaitForExitAsync(Cancel);
        }

        Assert.Equal($"{At("pipe")} is not restored: {At("pipe")} is a FIFO, and only regular files are read", await RefusalAsync(At("pipe")));
        Assert.Equal($"{_folder} is not restored: {_folder} is a folder, and only regular files are read", await RefusalAsync(_folder));
        Assert.Equal($"there is no file {At("absent")} to restore from", await RefusalAsync(At("absent")));

        async Task<string> RefusalAsync(string copy) =>
            (await Assert.ThrowsAsync<StorageException>(() => RestoreAsync("there", Frontend("10.1.1.1", "10.1.0.0/16", "eth1"), copy))).Message;
    }

    [Fact]
    public async Task Leases_come_along_and_give_way_to_those_that_were_made_since()
    {
        Directory.CreateDirectory(At("here/data"));
        var running = new LeaseFiles(At("here/data"));
        running.SaveSnapshot([Lease(1), Lease(2)], generation: 7);
        using (var log = running.OpenLog(8))
        {
            var record = new byte[LeaseRecord.Length];
            LeaseRecord.Write(record, 8, Lease(3));
            RandomAccess.Write(log, record, 0);
            await BackUpAsync();
        }

        await RestoreAsync("there", Frontend("10.1.1.1", "10.1.0.0/16", "eth1"));
        var (leases, generation, used, faults) = new LeaseFiles(At("there/data")).Load();
        Assert.Equal([Lease(1), Lease(2), Lease(3)], leases.OrderBy(lease => lease.Address));
        Assert.Equal((8u, 0, 0), (generation, used, faults.Count));

        running.SaveSnapshot([Lease(4)], generation: 9);
        await RestoreAsync("here", Frontend("10.1.1.1", "10.1.0.0/16", "eth1"));
        Assert.Equal([Lease(4)], running.Load().Leases);

        static StoredLease Lease(uint number) => new(number, new Ipv4(0x0A01_0200 + number), Until: 4_000_000_000);
    }

    [Fact]
    public async Task What_is_cut_off_or_of_a_newer_version_changes_nothing()
    {
        await BackUpAsync();
        var whole = await File.ReadAllBytesAsync(Copy, Cancel);
        await File.WriteAllBytesAsync(Copy, whole[..(whole.Length / 2)], Cancel);
        Assert.Contains("is cut off", (await Assert.ThrowsAsync<StorageException>(
            () => RestoreAsync("there", Frontend("10.7.0.1", "10.7.0.0/16", "eno2")))).Message, StringComparison.Ordinal);

        await File.WriteAllBytesAsync(At("backup.json"), (BackupNote.Of(Frontend("10.1.1.1", "10.1.0.0/16", "eth1"), "9.0.0", Now) with { Format = 9 }).Write(),
            Cancel);
        await using (var file = File.Create(Copy))
        {
            await new ArchiveWriter(new RecordedOutput()).WriteAsync(file, ArchivePlan.Of([new(FrontendFiles.Note, At("backup.json"))]), Cancel);
        }

        Assert.Contains("was made by a newer bootservice (9.0.0)", (await Assert.ThrowsAsync<StorageException>(
            () => RestoreAsync("there", Frontend("10.7.0.1", "10.7.0.0/16", "eno2")))).Message, StringComparison.Ordinal);
        Assert.False(File.Exists(At("there/data/bootservice.db")));
        Assert.False(File.Exists(At("there/settings.json")));
    }

    [Fact]
    public async Task A_database_alone_says_that_it_does_not_know_where_its_frontend_was()
    {
        await BackUpAsync();
        File.Copy(At("here/data/bootservice.db"), At("alone.db"));
        var said = await RestoreAsync("there", Frontend("10.7.0.1", "10.7.0.0/16", "eno2"), At("alone.db"));
        Assert.StartsWith("no network that is stored holds 10.7.0.1", said[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_backup_goes_neither_over_a_file_nor_into_what_it_copies()
    {
        await BackUpAsync();
        Assert.Contains("is there already", (await Assert.ThrowsAsync<RefusedException>(() => BackUpAsync())).Message, StringComparison.Ordinal);
        Assert.Contains("which is what is copied", (await Assert.ThrowsAsync<RefusedException>(
            () => BackUpAsync(At("here/export/copy.tar")))).Message, StringComparison.Ordinal);
    }

    private static Frontend Frontend(string address, string network, string card) =>
        new("frontend", "local", card, new MacAddress(1), Ipv4.Parse(address), Ipv4Network.Parse(network), 80);

    private async Task<WholeBackupMade> BackUpAsync(string? path = null)
    {
        Write("here/export/pallets/CentOS/vmlinuz", "the kernel");
        Write("here/export/bootfiles/menu.cfg", "at 10.1.1.1");
        Write("here/data/archive.key", "signs");
        Write("here/settings.json", """{ "Interface": "eth1", "Admin": { "Listen": "10.1.1.1:8443" } }""");
        Write("here/frontend.pub", "keys of root here");
        Write("there/frontend.pub", "keys of root there");
        if (!Path.Exists(At("here/export/pallets/CentOS/.image")))
        {
            File.CreateSymbolicLink(At("here/export/pallets/CentOS/.image"), "/srv/disc.iso");
        }

        using var database = BootDatabase.Open(At("here/data"), mayBeNew: true);
        await database.Appliance.CommitAsync(
        [
            new Change.NetworkSet(new Network("private", Ipv4Network.Parse("10.1.0.0/16"))),
            new Change.HostSet(new Host(HostName.Parse("backend-0-0"), "backend", 0, 0)
            {
                Interfaces = [new HostInterface("eth0", null, Ipv4.Parse("10.1.0.9"), "private", IsDefault: true)],
            }),
        ], [], Cancel);
        using var backup = new WholeBackup(database.Backup, new OneFrontend(Frontend("10.1.1.1", "10.1.0.0/16", "eth1")), Files("here"));
        return await backup.RunAsync(path ?? Copy, Now, new RecordedOutput(), Cancel);
    }

    private Task<IReadOnlyList<string>> RestoreAsync(string where, Frontend here, string? copy = null) =>
        new FrontendRestore(_ => Files(where), _ => here, TimeProvider.System).RunAsync(copy ?? Copy);

    private async Task<Inventory> StoredAsync(string where)
    {
        using var database = BootDatabase.Open(At(where + "/data"));
        return Inventory.Empty(Frontend("10.1.1.1", "10.1.0.0/16", "eth1")).With((await database.Appliance.LoadAsync(Cancel)).Changes);
    }

    private FrontendFiles Files(string where) => new(
        new DataFolders { DataDirectory = At(where + "/data"), ExportDirectory = At(where + "/export") }, At(where + "/settings.json"),
        At(where + "/frontend.pub"), Certificate: null, Key: null);

    private string At(string name) => Path.Combine(_folder, name);

    private void Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(name))!);
        File.WriteAllText(At(name), text);
    }

    private sealed class OneFrontend(Frontend frontend) : IAppliance
    {
        public Inventory Current { get; } = Inventory.Empty(frontend);

        public Task<T> CommitAsync<T>(Func<Inventory, Proposal<T>> propose, CancellationToken cancel) => throw new NotSupportedException();
    }
}
