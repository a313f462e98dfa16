using System.Runtime.InteropServices;

namespace BootService.Cli;

/// <summary>Where a person or a script reads: standard output, standard error, and a progress line when a person looks.</summary>
internal sealed class Terminal(TextWriter output, TextWriter error, bool isScreen, bool showsProgress)
{
    private PosixSignalRegistration? _interrupt;
    private bool _inProgress;

    public TextWriter Out => output;

    public TextWriter Error => error;

    /// <summary>Whether standard output is a screen.</summary>
    public bool IsScreen => isScreen;

    /// <summary>The process's own.</summary>
    public static Terminal OfProcess() => new(
        new StreamWriter(Console.OpenStandardOutput(), new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: false), bufferSize: 64 << 10),
        Console.Error,
        !Console.IsOutputRedirected,
        !Console.IsErrorRedirected);

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
            return Console.In.ReadToEnd();
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
