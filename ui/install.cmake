# cmake -DNPM=… -P install.cmake: install what package-lock.json names, unless it is there. Git
# gives files new times without new contents, so the digest decides.
set(done node_modules/.installed)
file(SHA256 package-lock.json digest)
if(EXISTS ${done})
  file(READ ${done} installed)
  if(installed STREQUAL digest)
    file(TOUCH ${done})
    return()
  endif()
endif()
execute_process(
  COMMAND ${NPM} ci --prefer-offline --ignore-scripts --no-audit --no-fund --loglevel=error
  COMMAND_ERROR_IS_FATAL ANY)
file(WRITE ${done} ${digest})
