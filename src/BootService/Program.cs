using BootService.Hosting;
using BootService.Settings;
using BootService.Storage;

try
{
    return await Daemon.RunAsync(args);
}
catch (SettingsException faults)
{
    foreach (var sentence in faults.Sentences)
    {
        await Console.Error.WriteLineAsync("error - " + sentence);
    }

    return 1;
}
catch (Exception fault) when (fault is StartException or StorageException)
{
    await Console.Error.WriteLineAsync("error - " + fault.Message.ReplaceLineEndings(" "));
    return 1;
}
