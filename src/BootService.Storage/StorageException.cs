namespace BootService.Storage;

/// <summary>The database cannot be opened, read or written. The message is the whole sentence a person is shown: the file, what is wrong with it, and what to do; without a full stop.</summary>
/// <remarks>Thrown by <see cref="BootDatabase.Open"/>, where the daemon prints it and ends with exit code 1, and by the stores, where nothing was changed.</remarks>
/// <param name="sentence">The sentence.</param>
/// <param name="cause">What the database or the file system said; null when we found the fault ourselves.</param>
public sealed class StorageException(string sentence, Exception? cause = null) : Exception(sentence, cause);
