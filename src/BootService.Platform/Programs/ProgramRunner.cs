using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace BootService.Platform.Programs;

/// <summary>Runs programs of this machine: the only place that starts any.</summary>
public static class ProgramRunner
{
    private const string Path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    private const int NoSuchFile = 2;

    /// <summary>Runs a program to its end. It is killed, with all it started, when it is given up.</summary>
    /// <param name="call">What to run.</param>
    /// <param name="time">The clock of its limit.</param>
    /// <param name="cancel">Gives it up.</param>
    /// <returns>What became of it.</returns>
    /// <exception cref="OperationCanceledException">It was given up by <paramref name="cancel"/>.</exception>
    public static async Task<ProgramEnd> RunAsync(ProgramCall call, TimeProvider time, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(call);

        // The limit holds from before the start: what a program does first may be seen before this goes on.
        using var late = call.Limit > TimeSpan.Zero ? new CancellationTokenSource(call.Limit, time) : new CancellationTokenSource();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancel);
        if (Start(call, out var fault) is not { } process)
        {
            return fault!;
        }

        using (process)
        {
            try
            {
                var feeding = call.Input is { } text
                    ? Task.Run(() => Feed(process, new MemoryStream(Encoding.UTF8.GetBytes(text))), CancellationToken.None)
                    : Task.CompletedTask;
                if (call.Input is null)
                {
                    process.StandardInput.Close();
                }

                var end = await EndAsync(process, call, stop.Token);
                await feeding;
                return end;
            }
            catch (OperationCanceledException) when (late.IsCancellationRequested && !cancel.IsCancellationRequested)
            {
                return new ProgramEnd.Late();
            }
            finally
            {
                Kill(process);
            }
        }
    }

    /// <summary>Runs a program that reads one stream and writes another, and reads what it writes. It is killed when the reader has had enough.</summary>
    /// <param name="call">What to run; its limit does not count here.</param>
    /// <param name="input">What it reads.</param>
    /// <param name="read">Reads what it writes.</param>
    /// <returns>What was read, and what became of the program.</returns>
    public static (T? Result, ProgramEnd End) Filter<T>(ProgramCall call, Stream input, Func<Stream, T> read)
    {
        ArgumentNullException.ThrowIfNull(call);
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(read);
        if (Start(call, out var fault) is not { } process)
        {
            return (default, fault!);
        }

        using (process)
        {
            try
            {
                var feeding = Task.Run(() => Feed(process, input));
                var error = new ProgramOutput(call);
                var complaints = error.ReadAsync(process.StandardError.BaseStream, CancellationToken.None);
                var result = read(process.StandardOutput.BaseStream);
                feeding.GetAwaiter().GetResult();
                process.WaitForExit();
                complaints.GetAwaiter().GetResult();
                return (result, new ProgramEnd.Ended(process.ExitCode, string.Empty, error.Text));
            }
            finally
            {
                Kill(process);
            }
        }
    }

    private static async Task<ProgramEnd> EndAsync(Process process, ProgramCall call, CancellationToken stop)
    {
        var (output, error) = (new ProgramOutput(call, call.EndsWhenTooLong), new ProgramOutput(call));
        var complaints = error.ReadAsync(process.StandardError.BaseStream, stop);
        try
        {
            await output.ReadAsync(process.StandardOutput.BaseStream, stop);
            if (call.EndsWhenTooLong && output.IsCut)
            {
                return new ProgramEnd.TooLong();
            }

            await complaints;
            await process.WaitForExitAsync(stop);
            return new ProgramEnd.Ended(process.ExitCode, output.Text, error.Text);
        }
        catch (OperationCanceledException)
        {
            // Nobody is told a line any more after this returns.
            await Task.WhenAny(complaints);
            throw;
        }
    }

    private static Process? Start(ProgramCall call, out ProgramEnd? fault)
    {
        var start = new ProcessStartInfo(call.Program, call.Arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (!call.Inherits)
        {
            start.WorkingDirectory = "/";
            start.Environment.Clear();
            start.Environment["PATH"] = Path;
            start.Environment["LC_ALL"] = "C.UTF-8";
        }

        foreach (var (name, text) in call.Environment)
        {
            start.Environment[name] = text;
        }

        try
        {
            fault = null;
            return Process.Start(start)!;
        }
        catch (Win32Exception refused)
        {
            fault = new ProgramEnd.NotStarted(refused.NativeErrorCode == NoSuchFile, refused.Message.ReplaceLineEndings(" ").TrimEnd('.'));
            return null;
        }
    }

    private static void Feed(Process process, Stream input)
    {
        try
        {
            input.CopyTo(process.StandardInput.BaseStream);
            process.StandardInput.Close();
        }
        catch (Exception ended) when (ended is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // It has had enough: its exit code says whether that is a fault.
        }
    }

    private static void Kill(Process process)
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
        }
    }
}
