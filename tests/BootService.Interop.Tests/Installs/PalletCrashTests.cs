using BootService.Lab;
using BootService.Lab.Seed;
using Xunit;

namespace BootService.Interop.Tests.Installs;

public sealed class PalletCrashTests
{
    [Fact]
    public async Task A_daemon_killed_while_it_adds_a_pallet_shows_nothing_of_it_and_adds_it_the_next_time()
    {
        await using var served = await ServedLan.StartAsync();
        var (daemon, pallets) = (served.Daemon, Path.Combine(served.Daemon.ExportDirectory, "pallets"));
        await using var sources = await SeedSources.LayOutAsync(served.Lan, await Checkout.MediaAsync());
        var images = Directory.GetFiles(sources.Folder, "*.iso").Order(StringComparer.Ordinal).ToList();

        var adding = daemon.Stack.TryAsync(["add", "pallet", .. images]);
        await AppearAsync(pallets);
        await daemon.KillAsync();

        Assert.NotEqual(0, (await adding).ExitCode);
        Assert.Equal([".incoming"], Directory.EnumerateFileSystemEntries(pallets).Select(path => Path.GetFileName(path)[..9]));
        await daemon.StartAsync();
        Assert.Empty(await daemon.Stack.ListAsync("list", "pallet"));
        Assert.Empty(Directory.EnumerateFileSystemEntries(pallets));

        await daemon.Stack.RunAsync(["add", "pallet", .. images]);
        Assert.Equal("CentOS", Assert.Single(await daemon.Stack.ListAsync("list", "pallet"))["name"]);
        Assert.Equal(["CentOS"], Directory.EnumerateFileSystemEntries(pallets).Select(Path.GetFileName));
    }

    /// <summary>Waits for the first file of a pallet on its way, which takes seconds until it is whole: its metadata are made by another program.</summary>
    private static async Task AppearAsync(string pallets)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!Directory.EnumerateFiles(pallets, "*", SearchOption.AllDirectories).Any())
        {
            await timer.WaitForNextTickAsync(limit.Token);
        }
    }
}
