using BootService.Core.Power;
using BootService.Power;
using BootService.Settings;
using Xunit;

namespace BootService.Tests.Power;

/// <summary>Programs that switch power: those of the admin's, and what becomes of them.</summary>
public sealed class PowerProgramTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("bootservice-power-").FullName;
    private readonly DaemonKey _key;
    private readonly PowerSwitch _power;

    public PowerProgramTests()
    {
        var settings = new PowerSettings { Commands = _folder };
        _key = new DaemonKey(new DataFolders { DataDirectory = _folder });
        _power = new PowerSwitch(settings, _key);
    }

    public void Dispose()
    {
        _key.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_program_gets_its_arguments_as_words_and_the_password_by_its_environment_alone()
    {
        var pdu = Script(
            "pdu", $"printf '%s|' \"$@\" > {_folder}/args; printf '%s|%s|%s' \"$POWER_HOST\" \"$POWER_COMMAND\" \"$POWER_PASSWORD\" > {_folder}/said; env > "
                + $"{_folder}/env");
        Assert.Equal(new PowerAnswer(PowerState.Off, null), await DoAsync(pdu with { Arguments = ["outlet 7", "$(id)"] }, PowerCommand.Off));
        Assert.Equal("outlet 7|$(id)|off|", Read("args"));
        Assert.Equal("backend-0-0|off|hunter2", Read("said"));
        Assert.DoesNotContain("DOTNET", Read("env"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_status_is_its_last_word() =>
        Assert.Equal(new PowerAnswer(PowerState.On, null), await DoAsync(Script("pdu", "echo outlet 7 is on"), PowerCommand.Status));

    [Fact]
    public async Task A_program_that_complains_of_its_password_is_not_quoted_with_it() =>
        Assert.Equal(
            "pdu says: the password ******** is wrong",
            (await DoAsync(Script("pdu", "echo the password $POWER_PASSWORD is wrong >&2; exit 1"), PowerCommand.On)).Fault);

    [Theory]
    [InlineData("/bin/sh", "attribute power.command names /bin/sh, and only programs in FOLDER are run: put it there")]
    [InlineData("../pdu", "attribute power.command names ../pdu, and only programs in FOLDER are run: put it there")]
    [InlineData("FOLDER/../sh", "attribute power.command names FOLDER/../sh, and only programs in FOLDER are run: put it there")]
    [InlineData("..", "attribute power.command names .., and only programs in FOLDER are run: put it there")]
    [InlineData("none", "attribute power.command names none, and there is no program FOLDER/none")]
    [InlineData("plain", "FOLDER/plain cannot be run: it needs a first line such as #!/bin/sh, and \"chmod 755 FOLDER/plain\"")]
    public async Task Only_programs_of_the_folder_are_run(string program, string sentence)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "plain"), "on\n", TestContext.Current.CancellationToken);
        var route = Script("pdu", "echo on") with { Program = program.Replace("FOLDER", _folder, StringComparison.Ordinal) };
        Assert.Equal(sentence.Replace("FOLDER", _folder, StringComparison.Ordinal), (await DoAsync(route, PowerCommand.Status)).Fault);
    }

    [Fact]
    public async Task Its_whole_path_names_a_program_of_the_folder_too()
    {
        var pdu = Script("pdu", "echo off");
        Assert.Equal(PowerState.Off, (await DoAsync(pdu with { Program = Path.Combine(_folder, "pdu") }, PowerCommand.Status)).State);
    }

    [Fact]
    public async Task A_program_that_does_not_end_is_killed_with_all_it_started()
    {
        var pdu = Script("pdu", $"sleep 1000 & echo $! > {_folder}/child; echo $$ > {_folder}/self; wait");
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var running = _power.DoAsync(pdu, PowerCommand.Status, enough.Token);
        using var looks = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!File.Exists(Path.Combine(_folder, "self")) || Read("self").Length == 0)
        {
            await looks.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }

        await enough.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        while (Directory.Exists($"/proc/{Read("child").Trim()}"))
        {
            await looks.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task A_program_that_prints_without_end_fills_no_memory()
    {
        var answer = await ToolRun.RunAsync("/bin/sh", ["-c", "yes | head -c 5000000; echo on"], ToolRun.NoEnvironment, TestContext.Current.CancellationToken);
        Assert.Equal(64 << 10, answer!.Value.Output.Length);
        Assert.Null(await ToolRun.RunAsync("/no/such/tool", [], ToolRun.NoEnvironment, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_daemon_has_a_key_of_its_own_that_nobody_else_reads()
    {
        Assert.Null(await _key.WhyNotAsync(TestContext.Current.CancellationToken));
        var first = await File.ReadAllTextAsync(_key.PublicFile, TestContext.Current.CancellationToken);
        Assert.StartsWith("ssh-ed25519 ", first, StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_key.File));
        Assert.Null(await _key.WhyNotAsync(TestContext.Current.CancellationToken));
        Assert.Equal(first, await File.ReadAllTextAsync(_key.PublicFile, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Who_has_no_route_is_told_why() =>
        Assert.Equal("no way", (await _power.DoAsync(new PowerRoute.None("no way"), PowerCommand.On, TestContext.Current.CancellationToken)).Fault);

    private Task<PowerAnswer> DoAsync(PowerRoute route, PowerCommand command) => _power.DoAsync(route, command, TestContext.Current.CancellationToken);

    private string Read(string name) => File.ReadAllText(Path.Combine(_folder, name));

    private PowerRoute.Script Script(string name, string text)
    {
        // Written by another process: a file that this one has open for writing, in whatever it forks meanwhile, cannot be run.
        var environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["TEXT"] = $"#!/bin/sh\n{text}\n" };
        Assert.Equal(
            0, ToolRun.RunAsync(
                "/bin/sh", ["-c", "printf %s \"$TEXT\" > \"$0\"; chmod 700 \"$0\"", Path.Combine(_folder, name)], environment,
                TestContext.Current.CancellationToken).GetAwaiter().GetResult()!.Value.Exit);
        return new PowerRoute.Script(name, [], "backend-0-0", "10.2.0.9", "u", new Secret("hunter2"));
    }
}
