using BootService.Core;

namespace BootService.Commands.Ports;

/// <summary>What became of a push at one frontend.</summary>
/// <param name="Frontend">Its name.</param>
/// <param name="Files">How many files were changed there; 0 when it had them already.</param>
public sealed record PushedFiles(string Frontend, int Files)
{
    /// <summary>Why it did not take them; null when it has them.</summary>
    public string? WhyNot { get; init; }
}

/// <summary>Makes the files of the site at other frontends what they are here.</summary>
public interface IFilePush
{
    /// <summary>Pushes, and waits until each has them or says why not.</summary>
    /// <param name="progress">Told what is done, with octets done and octets in all.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="RefusedException">There is nobody to push to, or a file cannot be pushed.</exception>
    Task<IReadOnlyList<PushedFiles>> PushAsync(Func<string, long, long, ValueTask> progress, CancellationToken cancel);
}
