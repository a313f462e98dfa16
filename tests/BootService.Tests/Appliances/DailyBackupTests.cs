using BootService.Appliances;
using BootService.Core;
using BootService.Core.Stores;
using BootService.Settings;
using BootService.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace BootService.Tests.Appliances;

public sealed class DailyBackupTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("bootservice-daily-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("", 7, "daily-20261122.db", "")]
    [InlineData("daily-20261122.db", 7, null, "")]
    [InlineData("daily-20261121.db daily-20261120.db bootservice-20261101-000000.db notes.txt", 2, "daily-20261122.db", "daily-20261120.db")]
    [InlineData("daily-20261121.db", 1, "daily-20261122.db", "daily-20261121.db")]
    [InlineData("daily-20991231.db daily-20261121.db daily-20261120.db", 2, "daily-20261122.db", "daily-20261120.db daily-20991231.db")]
    [InlineData("daily-20261122.db daily-20261121.db", 0, null, "")]
    [InlineData("daily-x.db daily-.db daily-20261301.db", 1, "daily-20261122.db", "")]
    public void A_day_has_one_copy_and_so_many_are_kept(string there, int keep, string? make, string remove)
    {
        var plan = BackupPlan.Of(there.Split(' '), keep, Now);
        Assert.Equal(make, plan.Make);
        Assert.Equal(remove, string.Join(' ', plan.Remove.Order(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task A_copy_is_made_and_read_back_and_the_oldest_goes()
    {
        using var database = BootDatabase.Open(_folder.FullName);
        Directory.CreateDirectory(Path.Combine(_folder.FullName, "backups"));
        await File.WriteAllTextAsync(At("daily-20200101.db"), "old", TestContext.Current.CancellationToken);
        var made = await Daily(database.Backup, keep: 1).LookAsync(TestContext.Current.CancellationToken);
        Assert.NotNull(made);
        Assert.False(File.Exists(At("daily-20200101.db")));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(made));
        Assert.Null(await Daily(database.Backup, keep: 1).LookAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_copy_that_cannot_be_made_costs_no_other()
    {
        Directory.CreateDirectory(Path.Combine(_folder.FullName, "backups"));
        await File.WriteAllTextAsync(At("daily-20200101.db"), "old", TestContext.Current.CancellationToken);
        Assert.Null(await Daily(new NoRoom(), keep: 1).LookAsync(TestContext.Current.CancellationToken));
        Assert.True(File.Exists(At("daily-20200101.db")));
    }

    private string At(string name) => Path.Combine(_folder.FullName, "backups", name);

    private DailyBackup Daily(IBackup backups, int keep) => new(
        backups, new BackupSettings { Keep = keep }, new DataFolders { DataDirectory = _folder.FullName }, TimeProvider.System,
        NullLogger<DailyBackup>.Instance);

    private sealed class NoRoom : IBackup
    {
        public Task<BackupMade> BackupAsync(string? path, DateTimeOffset now, CancellationToken cancel) =>
            throw new RefusedException("no backup was made: the disk is full");
    }
}
