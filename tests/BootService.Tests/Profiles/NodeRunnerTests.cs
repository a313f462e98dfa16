using BootService.Commands;
using BootService.Core.Profiles;
using BootService.Profiles;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace BootService.Tests.Profiles;

/// <summary>Code of node XML on the frontend: off unless allowed, and then on a leash.</summary>
public class NodeRunnerTests
{
    private static readonly Func<CommandRunner> NoCommands = () => throw new InvalidOperationException("no report was asked for");

    [Theory]
    [InlineData("eval", "<eval>touch &mark;</eval>")]
    [InlineData("report", "<report name=\"version\"/>")]
    public void Nothing_runs_unless_the_setting_allows_it_and_the_refusal_names_the_setting(string element, string text)
    {
        using var stack = new ProfileFrontend();
        var mark = Path.Combine(stack.Folder, "mark");
        stack.Set("mark", mark);
        var file = stack.Shipped("backend", $"<kickstart>\n<post>{text}</post>\n</kickstart>");
        Assert.Equal(
            $"{file}:2:7: <{element}> runs code on the frontend and is switched off: set Profiles:AllowEval to true in the daemon's configuration and restart "
                + "it, or take the element out",
            stack.Refused("list host kickstart backend-0-0").Sentence);
        Assert.False(File.Exists(mark));
        Assert.StartsWith(
            "the profile of host \"backend-0-0\" does not render", stack.Refused("set host boot backend-0-0 action=install").Sentence,
            StringComparison.Ordinal);
        Assert.False(File.Exists(mark));
    }

    [Fact]
    public void What_an_allowed_eval_prints_stands_in_the_profile()
    {
        using var stack = new ProfileFrontend(allowEval: true);
        stack.Shipped(
            "backend",
            "<kickstart>\n<eval mode=\"xml\">echo '&lt;package&gt;from-'$BOOTSERVICE_HOST'&lt;/package&gt;'</eval>\n<post><eval shell=\"bash\">\ncat &lt;&lt; "
                + "E\n&appliance; &amp; more\nE\n</eval></post>\n</kickstart>");
        var kickstart = stack.Text("list host kickstart backend-0-1");
        Assert.Contains("\nfrom-backend-0-1\n", kickstart, StringComparison.Ordinal);
        Assert.Contains("\nbackend & more\n", kickstart, StringComparison.Ordinal);
    }

    [Fact]
    public void An_allowed_report_is_our_own_verb()
    {
        using var stack = new ProfileFrontend(allowEval: true);
        var file = stack.Shipped("backend", "<kickstart>\n<post>v=<report name=\"version\"/>\n</post>\n</kickstart>");
        Assert.Contains(
            $"\nv={Assert.Single(stack.Type("report version").Messages)}\n", stack.Text("list host kickstart backend-0-0"), StringComparison.Ordinal);
        File.WriteAllText(file, "<kickstart>\n<post><report name=\"verzion\"/></post>\n</kickstart>");
        Assert.StartsWith(
            $"{file}:2:7: <report> refused: invalid stack command \"report verzion\"", stack.Refused("check profile backend-0-0").Output.Rows switch
            {
                [[var path, var line, var column, _, _, var fault, ..]] => $"{path}:{line}:{column}: {fault}",
                _ => "",
            }, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sh", "echo no such thing >&2; exit 3", "<eval> ended with exit code 3: no such thing")]
    [InlineData("sh", "exit 1", "<eval> ended with exit code 1")]
    [InlineData("cobol", "", "shell=\"cobol\" is no interpreter: write sh, bash, python, perl or an absolute path")]
    [InlineData("/nonexistent/sh", "", "<eval> cannot be started with /nonexistent/sh: ")]
    [InlineData("sh", "head -c 2000000 /dev/zero", "<eval> printed more than 1048576 bytes")]
    [InlineData("sh", "yes", "<eval> printed more than 1048576 bytes")]
    public void A_run_that_fails_is_one_sentence(string shell, string script, string sentence)
    {
        var run = new NodeRunner(new ProfileSettings(), NoCommands, TimeProvider.System).Eval("backend-0-0", shell, script);
        Assert.StartsWith(sentence, run.Fault, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', run.Fault!);
        Assert.Equal("", run.Output);
    }

    [Theory]
    [InlineData("echo $$ > &pid;; exec sleep 1000")]
    [InlineData("sleep 1000 & echo $! > &pid;; wait")]
    public async Task A_run_that_takes_too_long_is_ended_with_its_children(string script)
    {
        var time = new FakeTimeProvider();
        var pid = Path.GetTempFileName();
        var runner = new NodeRunner(new ProfileSettings { EvalTimeout = TimeSpan.FromSeconds(5) }, NoCommands, time);
        var run = Task.Run(
            () => runner.Eval("backend-0-0", "sh", script.Replace("&pid;", pid, StringComparison.Ordinal)), TestContext.Current.CancellationToken);
        while (new FileInfo(pid).Length == 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        time.Advance(TimeSpan.FromSeconds(4.9));
        Assert.False(run.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(0.2));
        Assert.Equal(
            new NodeRun("", "<eval> did not end within 5 seconds and was stopped; the setting Profiles:EvalTimeout says how long it may take"),
            await run);
        Assert.True(await IsGoneAsync(File.ReadAllText(pid).Trim()));
        File.Delete(pid);
    }

    /// <summary>A process that was killed may be seen until it is reaped.</summary>
    private static async Task<bool> IsGoneAsync(string pid)
    {
        try
        {
            while (!File.ReadAllText($"/proc/{pid}/stat").Contains(") Z ", StringComparison.Ordinal))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, TestContext.Current.CancellationToken);
            }
        }
        catch (IOException)
        {
            // Nobody has this number any more.
        }

        return true;
    }
}
