using System.Diagnostics;
using BootService.Commands.Tests.Support;
using BootService.Core.Pallets;
using BootService.Media.Pallets;

namespace BootService.Commands.Tests.Pallets;

/// <summary>An addition that is killed (SIGKILL) leaves nothing half-added, wherever it was.</summary>
public sealed class KilledImportTests : IDisposable
{
    private const string Image = "BOOTSERVICE_TEST_IMAGE";
    private const string Into = "BOOTSERVICE_TEST_PALLETS";
    private const int Files = 300;

    private static readonly PalletKey Key = new("CentOS", "6.6", "redhat", "x86_64");

    private readonly Bench _stack = new(nodes: false);

    public void Dispose() => _stack.Dispose();

    /// <summary>What the other tests kill: run by them in a process of its own, where they say what to add.</summary>
    [Fact(Explicit = true)]
    public async Task An_addition_in_a_process_of_its_own()
    {
        if (Environment.GetEnvironmentVariable(Image) is { } image)
        {
            var import = new PalletImport(new PalletFolder(Environment.GetEnvironmentVariable(Into)!), TimeProvider.System);
            await import.ImportAsync(new IncomingMedia([image]) { Clean = true }, (_, _, _) => default, TestContext.Current.CancellationToken);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Whenever_it_is_killed_everyone_sees_what_was_there_or_the_whole_and_the_next_try_succeeds(bool replaces)
    {
        var (before, after) = (Medium("before", 'a'), Medium("after", 'b'));
        var image = TestMedia.Iso(after);
        var import = new PalletImport(new PalletFolder(_stack.Pallets), TimeProvider.System);
        PalletKey[] known = replaces ? [Key] : [];
        var killed = 0;
        foreach (var files in (int[])[1, 20, Files / 2, Files - 20, Files + 2, int.MaxValue])
        {
            if (Directory.Exists(_stack.Pallets))
            {
                Directory.Delete(_stack.Pallets, recursive: true);
            }

            if (replaces)
            {
                await import.ImportAsync(new IncomingMedia([before]), (_, _, _) => default, TestContext.Current.CancellationToken);
                import.Settle(known);
            }

            killed += await KillAsync(image, files) ? 1 : 0;
            Assert.True(!Directory.Exists(Place) || IsOne(Place, before, after), $"after {files} files half of a pallet is in its place");
            Assert.True(!replaces || Directory.Exists(Place), $"after {files} files the old pallet is gone");

            import.Sweep(known);
            Assert.Equal(replaces ? ["CentOS"] : [], Directory.EnumerateFileSystemEntries(_stack.Pallets).Select(Path.GetFileName));
            Assert.True(!replaces || IsOne(Place, before, after), $"after {files} files the sweep took too much");

            await import.ImportAsync(new IncomingMedia([image]) { Clean = true }, (_, _, _) => default, TestContext.Current.CancellationToken);
            Assert.True(IsOne(Place, after), $"after {files} files the next try is not whole");
            import.Settle([Key]);
            Assert.Equal(["CentOS"], Directory.EnumerateFileSystemEntries(_stack.Pallets).Select(Path.GetFileName));
        }

        Assert.True(killed > 0, "no addition lived long enough to be killed");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_removal_that_a_stop_cut_off_is_finished_or_forgotten_at_the_next_start(bool committed)
    {
        var import = new PalletImport(new PalletFolder(_stack.Pallets), TimeProvider.System);
        await import.ImportAsync(new IncomingMedia([Medium("disc", 'a')]), (_, _, _) => default, TestContext.Current.CancellationToken);
        import.Settle([Key]);

        import.Announce([Key]);
        import.Sweep(committed ? [] : [Key]);

        Assert.Equal(committed ? [] : ["CentOS"], Directory.EnumerateFileSystemEntries(_stack.Pallets).Select(Path.GetFileName));
    }

    private string Place => Path.Combine(_stack.Pallets, Key.Folder);

    /// <summary>Adds an image and kills the process once so many files are there, or once the pallet comes into its place.</summary>
    /// <returns>Whether it was killed before it had ended by itself.</returns>
    private async Task<bool> KillAsync(string image, int files)
    {
        using var process = Process.Start(
            new ProcessStartInfo(
                Environment.ProcessPath!,
                [.. ItsOwn(), "-noColor", "-explicit", "only", "-method",
                    $"{typeof(KilledImportTests).FullName}.{nameof(An_addition_in_a_process_of_its_own)}"])
            {
                RedirectStandardOutput = true,
                UseShellExecute = false,
                Environment = { [Image] = image, [Into] = _stack.Pallets },
            })!;
        var said = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        var began = TimeProvider.System.GetTimestamp();
        while (!process.HasExited && !HasCome(files))
        {
            Assert.True(TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromMinutes(2), $"the addition did not come to {files} files");
            await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }

        process.Kill();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(Directory.Exists(_stack.Pallets), await said);
        return process.ExitCode != 0;
    }

    private bool HasCome(int files)
    {
        try
        {
            return Directory.Exists(_stack.Pallets) && (files == int.MaxValue
                ? Directory.EnumerateFiles(_stack.Pallets, ".placing-*").Any()
                : Directory.EnumerateDirectories(_stack.Pallets, IncomingPallet.Prefix + "*")
                    .Sum(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Count()) >= files);
        }
        catch (DirectoryNotFoundException)
        {
            // It moved while it was counted.
            return true;
        }
    }

    /// <summary>The runner is this test program, or the host that runs it.</summary>
    private static string[] ItsOwn() =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [typeof(KilledImportTests).Assembly.Location] : [];

    private static bool IsOne(string place, params string[] media) => media.Any(medium =>
    {
        using var process = Process.Start(new ProcessStartInfo("diff", ["-rq", medium, place]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    });

    private string Medium(string name, char letter)
    {
        var medium = TestMedia.Os(_stack, name, "CentOS", "6.6");
        for (var at = 0; at < Files; at++)
        {
            File.WriteAllText(Path.Combine(medium, $"Packages/{at}"), new string(letter, 20_000 + at));
        }

        return medium;
    }
}
