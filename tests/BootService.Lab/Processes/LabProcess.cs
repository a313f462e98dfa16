using System.Diagnostics;

namespace BootService.Lab.Processes;

/// <summary>A program that runs until it is told to end: the daemon, a machine, a capture.</summary>
/// <remarks>
/// It is a session of its own, so that Ctrl-C reaches only the program that owns the lab, which then ends its processes in
/// order. Should the owner be killed, <see cref="Lan.LanSweeper"/> ends them.
/// </remarks>
public sealed class LabProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string _name;
    private readonly TimeProvider _time;

    private LabProcess(string name, Process process, string logFile, TimeProvider time)
    {
        (_name, _process, _time, LogFile) = (name, process, time, logFile);
        Output = new OutputLog(name, time);
        Exited = CollectAsync();
    }

    /// <summary>Its process id.</summary>
    public int Id => _process.Id;

    /// <summary>Standard output and standard error together.</summary>
    public OutputLog Output { get; }

    /// <summary>The file that keeps the same bytes, escapes and all.</summary>
    public string LogFile { get; }

    /// <summary>Completes with the exit code (128 + signal when one ended it) once all output has been read.</summary>
    public Task<int> Exited { get; }

    /// <summary>Whether it has not ended yet. Who was told by its output that it ended finds it so; <see cref="Exited"/> comes a moment later.</summary>
    public bool IsRunning => !_process.HasExited;

    /// <summary>Starts <paramref name="program"/>.</summary>
    /// <param name="name">Who prints, for messages.</param>
    /// <param name="networkNamespace">Where it runs; null for the caller's own.</param>
    /// <param name="program">A path, or a name on PATH.</param>
    /// <param name="arguments">Its arguments, each passed as it is.</param>
    /// <param name="logFile">Appended to, so that a restarted program keeps its story in one file.</param>
    /// <param name="time">Clock of the waits.</param>
    /// <exception cref="LabException">It cannot be started.</exception>
    public static LabProcess Start(
        string name, string? networkNamespace, string program, IEnumerable<string> arguments, string logFile, TimeProvider time)
    {
        // setsid and "ip netns exec" both replace themselves, so the process id is the program's own.
        string[] place = networkNamespace is null ? [] : ["ip", "netns", "exec", networkNamespace];
        var start = new ProcessStartInfo("setsid", [.. place, program, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var process = Tool.Launch(start, program);
        process.StandardInput.Close();
        return new LabProcess(name, process, logFile, time);
    }

    /// <summary>Asks it to end (SIGTERM) and waits; kills it when it has not within <paramref name="within"/>.</summary>
    /// <returns>The exit code, and whether it ended by itself.</returns>
    public async Task<(int ExitCode, bool Willingly)> StopAsync(TimeSpan within)
    {
        Signal(Native.SigTerm);
        try
        {
            return (await Exited.WaitAsync(within, _time), true);
        }
        catch (TimeoutException)
        {
            return (await KillAsync(), false);
        }
    }

    /// <summary>Ends it at once (SIGKILL), as a crash or a power cut would, and waits until it is gone.</summary>
    public Task<int> KillAsync()
    {
        Signal(Native.SigKill);
        return Exited;
    }

    /// <summary>Waits until it has printed <paramref name="marker"/>.</summary>
    /// <exception cref="LabException">It ended first, or the time is over.</exception>
    public Task<int> SeeAsync(TimeSpan within, string marker) => Output.SeeAsync(within, marker);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
    }

    /// <inheritdoc/>
    public override string ToString() => $"{_name} ({Id})";

    private void Signal(int signal)
    {
        if (IsRunning)
        {
            _ = Native.Kill(_process.Id, signal);
        }
    }

    private async Task<int> CollectAsync()
    {
        await using var file = new FileStream(LogFile, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
        await Task.WhenAll(
            Output.PumpAsync(_process.StandardOutput.BaseStream, file),
            Output.PumpAsync(_process.StandardError.BaseStream, file));
        await _process.WaitForExitAsync();
        Output.End();
        return _process.ExitCode;
    }
}
