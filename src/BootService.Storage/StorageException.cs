namespace BootService.Storage;

/// <summary>
/// The database cannot be opened, read or written. The message is the whole sentence a person is shown: the file, what is wrong with it, and what to do;
/// without a full stop.
/// </summary>
/// <remarks>
/// Thrown by <see cref="BootDatabase.Open"/>, where the daemon prints it and ends with exit code 1, and by the stores, where nothing was changed.
/// </remarks>
/// <param name="sentence">The sentence.</param>
/// <param name="cause">What the database or the file system said; null when we found the fault ourselves.</param>
public class StorageException(string sentence, Exception? cause = null) : Exception(sentence, cause)
{
    /// <summary>
    /// The same of a copy, whose remedy is another than that of the database in use: what is wrong, after "it", and what to do. Null where it is the same.
    /// </summary>
    internal string? OfCopy { get; init; }
}

/// <summary>The turn to write was lost before anything was committed: nothing was changed, and the same may be tried again in a turn of its own.</summary>
/// <param name="sentence">The sentence.</param>
/// <param name="cause">What the database or the network said.</param>
public sealed class TurnLostException(string sentence, Exception? cause = null) : StorageException(sentence, cause);

/// <summary>The answer to a commit was lost, and the database could not be asked whether it was made.</summary>
/// <param name="sentence">The sentence.</param>
/// <param name="cause">What the database or the network said.</param>
public sealed class OutcomeUnknownException(string sentence, Exception? cause = null) : StorageException(sentence, cause);
