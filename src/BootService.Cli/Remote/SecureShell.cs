using System.Net.Sockets;
using BootService.Contracts;
using BootService.Platform.Programs;

namespace BootService.Cli.Remote;

/// <summary>Runs a command on one host, or copies a file to it, through the caller's ssh.</summary>
internal static class SecureShell
{
    private const int Port = 22;

    private static readonly TimeSpan ProbeTime = TimeSpan.FromSeconds(2);

    /// <param name="host">The host.</param>
    /// <param name="run">The command.</param>
    /// <param name="say">Told each line as it comes.</param>
    /// <param name="cancel">Ends it.</param>
    /// <returns>The lines it printed; the one word <c>down</c> when nobody greets on port 22; its last line says so when the time ran out.</returns>
    /// <exception cref="CliFault">There is no ssh.</exception>
    public static async Task<RemoteAnswer> RunAsync(RemoteHost host, RemoteCommand run, Action<string> say, CancellationToken cancel)
    {
        if (!run.Local && !await GreetsAsync(host.Address ?? host.Host, Port, cancel))
        {
            say("down");
            return new RemoteAnswer(RemoteEnd.Down, ["down"]);
        }

        var lines = new List<string>();
        var call = new ProgramCall(Program(run), Arguments(host, run))
        {
            Inherits = true,
            Limit = TimeSpan.FromSeconds(run.Timeout),
            MostOutput = 0,
            Input = host.Script,
            Line = line =>
            {
                lines.Add(line);
                say(line);
            },
        };
        switch (await ProgramRunner.RunAsync(call, TimeProvider.System, cancel))
        {
            case ProgramEnd.Ended { ExitCode: 0 } when run.Confirm is { } confirm:
                var reached = await ConfirmAsync(host, run with { Confirm = null, Command = confirm }, call.Line, cancel);
                return new RemoteAnswer(RemoteEnd.Ended, [.. lines], reached);
            case ProgramEnd.Ended ended:
                return new RemoteAnswer(RemoteEnd.Ended, [.. lines], ended.ExitCode);
            case ProgramEnd.Late:
                string[] late = [.. lines, $"no end after {run.Timeout} seconds"];
                say(late[^1]);
                return new RemoteAnswer(RemoteEnd.Late, late);
            default:
                throw new CliFault($"there is no {Program(run)} here: install openssh-client");
        }
    }

    /// <summary>Reaches a host once more, as often as it takes within the time: what was changed may have cut it off for a moment, or for good.</summary>
    private static async Task<int> ConfirmAsync(RemoteHost host, RemoteCommand run, Action<string> say, CancellationToken cancel)
    {
        const int NotConnected = 255;
        const int AskAgain = 75; // what sysexits.h calls EX_TEMPFAIL

        // A connection that the change has cut says nothing of its own accord.
        string[] alive = ["-o", "ServerAliveInterval=5", "-o", "ServerAliveCountMax=3"];
        var began = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(run.ConfirmWithin))
        {
            var call = new ProgramCall("ssh", [.. alive, .. Arguments(host, run)])
            {
                Inherits = true,
                Limit = TimeSpan.FromSeconds(run.Timeout),
                MostOutput = 0,
                Line = say,
            };
            if (await GreetsAsync(host.Address ?? host.Host, Port, cancel)
                && await ProgramRunner.RunAsync(call, TimeProvider.System, cancel)
                    is ProgramEnd.Ended { ExitCode: not (NotConnected or AskAgain) and var code })
            {
                return code;
            }

            await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, cancel);
        }

        say($"it did not answer within {run.ConfirmWithin} seconds, and goes back by itself to what it had");
        return 1;
    }

    /// <summary>Whether an ssh server greets within two seconds; one that accepts and says nothing is as good as none.</summary>
    internal static async Task<bool> GreetsAsync(string address, int port, CancellationToken cancel)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        late.CancelAfter(ProbeTime);
        try
        {
            using var probe = new TcpClient();
            await probe.ConnectAsync(address, port, late.Token);
            return await probe.GetStream().ReadAsync(new byte[1], late.Token) == 1;
        }
        catch (Exception fault) when (fault is SocketException or IOException or OperationCanceledException)
        {
            cancel.ThrowIfCancellationRequested();
            return false;
        }
    }

    private static string Program(RemoteCommand run) => run.Local ? "sh" : run.Copy is null ? "ssh" : "scp";

    /// <summary>The command for one host: <c>%</c> is its name, and <c>%%</c> the sign itself.</summary>
    internal static string ForHost(string command, string host) =>
        string.Join('%', command.Split("%%").Select(part => part.Replace("%", host, StringComparison.Ordinal)));

    private static List<string> Arguments(RemoteHost host, RemoteCommand run)
    {
        if (run.Local)
        {
            return ["-c", ForHost(run.Command, host.Host)];
        }

        // A node has new host keys after each install, so remembered ones would only be in the way; no password is ever asked for or sent.
        string[] options = ["BatchMode=yes", "ConnectTimeout=5", "StrictHostKeyChecking=no", "UserKnownHostsFile=/dev/null", "LogLevel=ERROR"];
        return
        [
            .. (host.Address is { } address ? options.Append($"HostName={address}") : options).SelectMany(option => new[] { "-o", option }),
            .. run.Copy is { } copy
                ? (string[])[Directory.Exists(copy.File) ? "-pqr" : "-pq", "--", copy.File, $"{host.Host}:{copy.Destination}"]
                : [run.X11 ? "-X" : "-x", "--", host.Host, run.Command],
        ];
    }
}
