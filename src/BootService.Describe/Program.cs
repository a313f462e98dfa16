using BootService.Commands;

// Run by the build of stack, which carries the verbs for its help: BootService.Describe commands FILE.
if (args is not [var kind, var file] || Descriptions.Write(kind) is not { } text)
{
    await Console.Error.WriteLineAsync($"error - what is described is one of {string.Join(", ", Descriptions.Kinds)}, and a file to write it to");
    return 2;
}

// A file that is the same keeps its time, and stack is not compiled again.
if (!File.Exists(file) || await File.ReadAllTextAsync(file) != text)
{
    await File.WriteAllTextAsync(file, text);
}

return 0;
