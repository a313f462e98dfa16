using System.ComponentModel;
using System.Diagnostics;
using System.Net.Sockets;
using BootService.Contracts;

namespace BootService.Cli.Remote;

/// <summary>Runs a command on one host through the caller's ssh.</summary>
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
        if (!await GreetsAsync(host.Address ?? host.Host, Port, cancel))
        {
            say("down");
            return new RemoteAnswer(RemoteEnd.Down, ["down"]);
        }

        var lines = new List<string>();
        using var ssh = new Process { StartInfo = StartInfo(host, run) };
        ssh.OutputDataReceived += (_, said) => Keep(lines, said.Data, say);
        ssh.ErrorDataReceived += (_, said) => Keep(lines, said.Data, say);
        try
        {
            ssh.Start();
        }
        catch (Win32Exception)
        {
            throw new CliFault("there is no ssh here: install openssh-client");
        }

        ssh.StandardInput.Close();
        ssh.BeginOutputReadLine();
        ssh.BeginErrorReadLine();
        if (await EndsAsync(ssh, run, cancel))
        {
            return new RemoteAnswer(RemoteEnd.Ended, Kept(lines));
        }

        Keep(lines, $"no end after {run.Timeout} seconds", say);
        return new RemoteAnswer(RemoteEnd.Late, Kept(lines));
    }

    /// <summary>Whether it ends in time; if not it is ended.</summary>
    private static async Task<bool> EndsAsync(Process ssh, RemoteCommand run, CancellationToken cancel)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        if (run.Timeout > 0)
        {
            late.CancelAfter(TimeSpan.FromSeconds(run.Timeout));
        }

        try
        {
            await ssh.WaitForExitAsync(late.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            ssh.Kill(entireProcessTree: true);
            cancel.ThrowIfCancellationRequested();
            return false;
        }
    }

    // Who was killed may have left words behind that still come.
    private static string[] Kept(List<string> lines)
    {
        lock (lines)
        {
            return [.. lines];
        }
    }

    private static void Keep(List<string> lines, string? line, Action<string> say)
    {
        if (line is not null)
        {
            lock (lines)
            {
                lines.Add(line);
            }

            say(line);
        }
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

    private static ProcessStartInfo StartInfo(RemoteHost host, RemoteCommand run)
    {
        var start = new ProcessStartInfo("ssh") { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };

        // A node has new host keys after each install, so remembered ones would only be in the way; no password is ever asked for or sent.
        string[] options = ["BatchMode=yes", "ConnectTimeout=5", "StrictHostKeyChecking=no", "UserKnownHostsFile=/dev/null", "LogLevel=ERROR"];
        foreach (var option in host.Address is { } address ? options.Append($"HostName={address}") : options)
        {
            start.ArgumentList.Add("-o");
            start.ArgumentList.Add(option);
        }

        start.ArgumentList.Add(run.X11 ? "-X" : "-x");
        start.ArgumentList.Add("--");
        start.ArgumentList.Add(host.Host);
        start.ArgumentList.Add(run.Command);
        return start;
    }
}
