using System.ComponentModel;
using System.Diagnostics;
using BootService.Core;

namespace BootService.Media.Pallets;

/// <summary>Runs programs of the distribution: makers of metadata and images, unpackers.</summary>
internal static class Tool
{
    /// <summary>Debian's names where they are not the programs' own.</summary>
    private static readonly Dictionary<string, string> Packages = new(StringComparer.Ordinal) { ["createrepo_c"] = "createrepo-c", ["xz"] = "xz-utils", ["rpmkeys"] = "rpm" };

    /// <summary>Runs a program to its end.</summary>
    /// <param name="program">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="RefusedException">It is not installed, or it failed; the sentence ends with its own last line.</exception>
    public static async Task RunAsync(string program, IEnumerable<string> arguments, CancellationToken cancel)
    {
        using var process = Start(program, arguments, input: false);
        try
        {
            var errors = process.StandardError.ReadToEndAsync(cancel);
            await process.StandardOutput.ReadToEndAsync(cancel);
            var said = await errors;
            await process.WaitForExitAsync(cancel);
            Check(program, process.ExitCode, said);
        }
        finally
        {
            End(process);
        }
    }

    /// <summary>Runs a program whose failure is an answer, and gives what it printed.</summary>
    /// <exception cref="RefusedException">It is not installed.</exception>
    public static async Task<(int ExitCode, string Output)> AskAsync(string program, IEnumerable<string> arguments, CancellationToken cancel)
    {
        using var process = Start(program, arguments, input: false);
        try
        {
            var errors = process.StandardError.ReadToEndAsync(cancel);
            var output = await process.StandardOutput.ReadToEndAsync(cancel);
            await errors;
            await process.WaitForExitAsync(cancel);
            return (process.ExitCode, output);
        }
        finally
        {
            End(process);
        }
    }

    /// <summary>Unpacks by a program that reads one stream and writes another, and reads what comes out.</summary>
    /// <exception cref="RefusedException">It is not installed, or it failed.</exception>
    public static T Filter<T>(string program, Stream packed, Func<Stream, T> read)
    {
        using var process = Start(program, ["-dc"], input: true);
        try
        {
            var feeding = Task.Run(() => Feed(process, packed));
            var errors = process.StandardError.ReadToEndAsync();
            var result = read(process.StandardOutput.BaseStream);
            feeding.GetAwaiter().GetResult();
            process.WaitForExit();
            Check(program, process.ExitCode, errors.GetAwaiter().GetResult());
            return result;
        }
        finally
        {
            End(process);
        }
    }

    private static void Feed(Process process, Stream packed)
    {
        try
        {
            packed.CopyTo(process.StandardInput.BaseStream);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has had enough: its exit code says whether that is a fault.
        }
    }

    private static Process Start(string program, IEnumerable<string> arguments, bool input)
    {
        try
        {
            return Process.Start(new ProcessStartInfo(program, arguments)
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                RedirectStandardInput = input,
                UseShellExecute = false,
                WorkingDirectory = "/",
                Environment = { ["LC_ALL"] = "C" },
            })!;
        }
        catch (Win32Exception)
        {
            throw new RefusedException($"this needs {program}, which is not installed: apt-get install {Packages.GetValueOrDefault(program, program)}");
        }
    }

    private static void End(Process process)
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
        }
    }

    private static void Check(string program, int exit, string said)
    {
        if (exit != 0)
        {
            var last = said.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault();
            throw new RefusedException($"{program} failed: {last?.TrimEnd('.') ?? $"exit code {exit}"}");
        }
    }
}
