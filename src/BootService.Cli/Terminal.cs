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

    /// <summary>Takes the progress line away.</summary>
    public void EndProgress()
    {
        if (_inProgress)
        {
            error.Write("\r\e[K");
            _inProgress = false;
        }
    }
}
