using System.Runtime.InteropServices;
using BootService.Cli.Tables;
using BootService.Platform.Programs;

namespace BootService.Cli;

/// <summary>Where a person or a script reads: standard output, standard error, and a progress line when a person looks.</summary>
/// <param name="output">Standard output.</param>
/// <param name="error">Standard error.</param>
/// <param name="isScreen">Whether standard output is a screen.</param>
/// <param name="showsProgress">Whether standard error is one.</param>
internal sealed class Terminal(TextWriter output, TextWriter error, bool isScreen, bool showsProgress)
{
    private const int UsualWidth = 80;
    private const int UsualHeight = 24;

    private PosixSignalRegistration? _interrupt;
    private bool _inProgress;

    public TextWriter Out => output;

    public TextWriter Error => error;

    /// <summary>Whether standard output is a screen.</summary>
    public bool IsScreen => isScreen;

    /// <summary>How the screen is now; null when standard output is none.</summary>
    public Screen? Screen => isScreen ? Look() : null;

    /// <summary>The columns of the screen; 0 when standard output is none.</summary>
    public int Width => Screen?.Width ?? 0;

    /// <summary>How the screen is found out, once for each table or redrawing.</summary>
    public Func<Screen> Look { private get; init; } = () => new Screen(UsualWidth, UsualHeight, IsColoured: true);

    /// <summary>The process's own.</summary>
    public static Terminal OfProcess()
    {
        StandardStream.OpenClosed();
        var (output, error) = (new StandardStream(1), new StandardStream(2));
        var utf8 = new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        return new Terminal(
            new StreamWriter(output, utf8, bufferSize: 64 << 10),
            new StreamWriter(error, utf8) { AutoFlush = true },
            !Console.IsOutputRedirected,
            !Console.IsErrorRedirected)
        {
            Look = () =>
            {
                var (width, height) = output.Size();
                return new Screen(Positive(width, UsualWidth), Positive(height, UsualHeight), WantsColour());
            },
        };
    }

    /// <summary>Says one thing, and that is all.</summary>
    /// <param name="text">A text; with an exit code other than 0 the sentence of an error.</param>
    /// <param name="exit">The exit code.</param>
    /// <returns>The exit code.</returns>
    public int Tell(string text, int exit = 0)
    {
        if (exit == 0)
        {
            output.Write(text + "\n");
        }

        output.Flush();
        if (exit != 0)
        {
            Fault(text);
        }

        return exit;
    }

    /// <summary>Tells an error in one line: a file's name or a cell of it may stand in the sentence, and colours nothing.</summary>
    public void Fault(string sentence) => error.WriteLine($"error - {CellText.Shown(sentence)}");

    /// <summary>Tells that the answer could not be written, if that can be.</summary>
    /// <returns>The exit code.</returns>
    public int NotWritten(IOException why)
    {
        try
        {
            Fault($"the answer cannot be written whole: {why.Message}");
        }
        catch (IOException)
        {
            // Standard error goes the same way.
        }

        return 1;
    }

    /// <summary>Until the result is disposed, Ctrl-C does this and does not end the process.</summary>
    public IDisposable OnInterrupt(Action leave) => PosixSignalRegistration.Create(PosixSignal.SIGINT, signal =>
    {
        signal.Cancel = true;
        EndProgress();
        leave();
    });

    /// <summary>Shows how far a long work is, over the line before.</summary>
    public void Progress(string text, long done, long total)
    {
        if (!showsProgress)
        {
            return;
        }

        // Whoever presses Ctrl-C finds the prompt on a line of its own.
        _interrupt ??= PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => EndProgress());
        _inProgress = true;
        error.Write(total > 0 ? $"\r\e[K{text} {done * 100 / total} %" : $"\r\e[K{text}");
    }

    /// <summary>Says something to a person, and to nobody else.</summary>
    public void Remark(string text)
    {
        if (showsProgress)
        {
            EndProgress();
            Out.Flush();
            error.WriteLine(text);
        }
    }

    /// <summary>Asks twice for what nobody shall see; without a keyboard all of standard input is taken.</summary>
    /// <param name="what">What is asked for.</param>
    /// <returns>Both answers, each with its newline.</returns>
    public string ReadSecretTwice(string what)
    {
        if (Console.IsInputRedirected)
        {
            return StandardStream.HasInput ? Console.In.ReadToEnd() : string.Empty;
        }

        EndProgress();
        return $"{ReadSecret($"New {what}: ")}\n{ReadSecret($"The same {what} again: ")}\n";
    }

    /// <summary>Takes the progress line away.</summary>
    public void EndProgress()
    {
        if (_inProgress)
        {
            error.Write("\r\e[K");
            _inProgress = false;
        }
    }

    private static int Positive(int size, int otherwise) => size > 0 ? size : otherwise;

    // no-color.org: whoever wants none says so by the variable being there.
    private static bool WantsColour() =>
        Environment.GetEnvironmentVariable("NO_COLOR") is not { Length: > 0 } && Environment.GetEnvironmentVariable("TERM") is not "dumb";

    private string ReadSecret(string prompt)
    {
        error.Write(prompt);
        var typed = new System.Text.StringBuilder();
        while (Console.ReadKey(intercept: true) is var key && key.Key is not ConsoleKey.Enter && key.KeyChar is not ('\n' or '\r' or '\u0004'))
        {
            if (key.Key is ConsoleKey.Backspace)
            {
                typed.Length = Math.Max(0, typed.Length - 1);
            }
            else if (!char.IsControl(key.KeyChar))
            {
                typed.Append(key.KeyChar);
            }
        }

        error.WriteLine();
        return typed.ToString();
    }
}

/// <summary>What is known of a screen.</summary>
/// <param name="Width">Its columns.</param>
/// <param name="Height">Its lines.</param>
/// <param name="IsColoured">Whether colours are wanted on it.</param>
internal sealed record Screen(int Width, int Height, bool IsColoured);
